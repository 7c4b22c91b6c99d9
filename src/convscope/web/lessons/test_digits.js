/** Digits that no net of the lessons was trained on: the embedded ones for testing, placed. */

import { placeImage } from "../core/placement.js";
import { embeddedDigits } from "../learning/digits.js";

/** Pixels along each side. */
export const SIDE = 28;

/** How long a turn of placing may take. */
const TURN_MS = 12;

/** @typedef {{pixels: Uint8Array, label: number}} TestDigit (28, 28), 0 for paper to 255 for ink */

/** @type {Promise<TestDigit[]> | null} */
let loading = null;

/**
 * Returns the digits, each placed as MNIST's makers placed theirs.
 *
 * @returns {Promise<TestDigit[]>}
 */
export function testDigits() {
  loading ??= load();
  return loading;
}

async function load() {
  const { test } = await embeddedDigits();
  const digits = [];
  let since = performance.now();
  for (const [index, pixels] of test.images.entries()) {
    digits.push({ pixels: placedAgain(pixels), label: test.labels[index] });
    if (performance.now() - since < TURN_MS) continue;
    await new Promise((goOn) => setTimeout(goOn)); // The page answers meanwhile.
    since = performance.now();
  }
  return digits;
}

/**
 * Returns one digit of each kind, the first of them.
 *
 * @returns {Promise<Uint8Array[]>} ten pictures, (28, 28) each
 */
export async function oneOfEach() {
  const digits = await testDigits();
  return Array.from({ length: 10 }, (_, digit) => {
    const found = digits.find(({ label }) => label === digit);
    if (!found) throw new TypeError(`There is no ${digit} among the test digits.`);
    return found.pixels;
  });
}

/**
 * Returns a picture placed as MNIST's makers placed theirs; one without ink stays as it is.
 *
 * @param {Uint8Array} pixels (28, 28)
 * @returns {Uint8Array} (28, 28)
 */
export function placedAgain(pixels) {
  return placeImage({ height: SIDE, width: SIDE, pixels }, "mnist")?.image.pixels ?? pixels;
}
