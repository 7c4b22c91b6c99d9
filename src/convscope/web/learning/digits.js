/** The digits that need no download, as `data/sources/embedded_digits.py` has them. */

import { inflate } from "../core/inflate.js";
import { enlarge } from "./enlarging.js";
import { GZIP_BASE64, NUM_TEST, NUM_TRAIN } from "./digits_data.js";

/** Pixels along each side of the pictures as they were scanned, and as nets take them. */
const SMALL = 8;
const SIZE = 28;

/** The strongest ink of a scanned picture. */
const STRONGEST = 16;

/**
 * Pictures with their labels.
 *
 * @typedef {object} LabelledImages
 * @property {Uint8Array[]} images (28, 28, 1) each, 0 for paper to 255 for ink
 * @property {number[]} labels 0–9
 */

/**
 * Returns the embedded handwritten digits, pixel for pixel and in the order of Python's.
 *
 * Source: Alpaydin, Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998; the test part.
 *
 * @returns {Promise<{train: LabelledImages, test: LabelledImages}>}
 */
export async function embeddedDigits() {
  const bytes = await inflate(GZIP_BASE64);
  const count = NUM_TRAIN + NUM_TEST;
  const images = Array.from({ length: count }, (_, index) => {
    const start = count + index * SMALL * SMALL;
    const small = bytes.subarray(start, start + SMALL * SMALL);
    return enlarge(small.map((ink) => Math.round(ink * 255 / STRONGEST)), SMALL, SIZE);
  });
  const labels = [...bytes.subarray(0, count)];
  return {
    train: { images: images.slice(0, NUM_TRAIN), labels: labels.slice(0, NUM_TRAIN) },
    test: { images: images.slice(NUM_TRAIN), labels: labels.slice(NUM_TRAIN) },
  };
}
