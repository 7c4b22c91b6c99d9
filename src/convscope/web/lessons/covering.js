/** Evidence: how much the score of a digit falls when a part of the picture is covered. */

/** @import { Executor } from "../net/executor.js" */
import { indexOfLargest } from "../core/arrays.js";
import { bytesToInput } from "../net/preprocess.js";
import { SIDE } from "./test_digits.js";

/** Rows and columns of the paper that covers. */
export const COVER = 5;

/** Places of the cover along each side. */
export const PLACES = SIDE - COVER + 1;

/** @typedef {readonly [row: number, column: number]} Place of the cover's upper left pixel, from 0 */

/**
 * Returns a picture with paper laid over a part of it.
 *
 * @param {Uint8Array} pixels (28, 28)
 * @param {Place} place
 * @returns {Uint8Array}
 */
export function covered(pixels, [row, column]) {
  const made = pixels.slice();
  for (let down = 0; down < COVER; down++) {
    const start = (row + down) * SIDE + column;
    made.fill(0, start, start + COVER);
  }
  return made;
}

/**
 * Returns the score of every digit: what its neuron in the last layer adds up.
 *
 * @param {Executor} net
 * @param {Uint8Array} pixels
 * @returns {Float32Array} (10,)
 */
export function scores(net, pixels) {
  const { value_range: range } = net.model.architecture.input;
  return net.run(bytesToInput(pixels, range)).logits.slice();
}

/**
 * @typedef {object} Evidence
 * @property {Float32Array} falls (24, 24) how far the score falls for each place of the cover
 * @property {Place} strongest the place where it falls furthest
 * @property {number} most how far it falls there
 */

/**
 * Returns the evidence for a digit.
 *
 * @param {Executor} net
 * @param {Uint8Array} pixels
 * @param {number} digit
 * @returns {Evidence}
 */
export function evidenceFor(net, pixels, digit) {
  const before = scores(net, pixels)[digit];
  const falls = Float32Array.from({ length: PLACES * PLACES }, (_, index) => {
    const place = /** @type {const} */ ([Math.floor(index / PLACES), index % PLACES]);
    return before - scores(net, covered(pixels, place))[digit];
  });
  const at = indexOfLargest(falls);
  return { falls, strongest: [Math.floor(at / PLACES), at % PLACES], most: falls[at] };
}
