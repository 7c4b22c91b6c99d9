/** How every value of an axis is spread over several of a longer one: transposed convolution. */

/** @import { Sliding } from "./windows.js" */

/**
 * Values of an axis, each spread over the positions under a window that moves with it: the way of a
 * `Sliding` walked backwards. Value `place` reaches place × stride + tap × dilation − before.
 *
 * @typedef {object} Spreading
 * @property {number} length values on the axis
 * @property {number} taps values under the window
 * @property {number} stride positions between the windows of two neighbouring values
 * @property {number} dilation distance between two positions under the window
 * @property {number} before positions cut off before the first one
 * @property {number} positions how many are kept from there on: the output's length
 * @property {string} rule the formula with its numbers
 */

/**
 * Returns how values are spread; `same` cuts off one more behind where it is odd.
 *
 * @param {number} length
 * @param {number} taps
 * @param {number} stride
 * @param {"valid" | "same"} padding
 * @param {number} dilation
 * @param {number | null} more positions behind the last; null for as many as Keras takes by itself
 * @returns {Spreading}
 */
export function spread(length, taps, stride, padding, dilation, more) {
  const reach = (taps - 1) * dilation + 1;
  const said = dilation > 1 ? `reach (${taps} − 1) × ${dilation} + 1 = ${reach}; ` : "";
  const steps = `(${length} − 1) × ${stride}`;
  const common = { length, taps, stride, dilation };
  const least = (length - 1) * stride;
  if (padding === "valid") {
    const behind = more ?? Math.max(stride - reach, 0);
    const positions = least + reach + behind;
    const rule = `${said}valid: ${steps} + ${reach} + ${behind} = ${positions}`;
    return { ...common, before: 0, positions, rule };
  }
  const positions = more === null ? length * stride : least + reach % 2 + more;
  const rule = more === null
    ? `${said}same: ${length} × ${stride} = ${positions}`
    : `${said}same: ${steps} + ${reach % 2} + ${more} = ${positions}`;
  const before = Math.floor(Math.max(least + reach - positions, 0) / 2);
  return { ...common, before, positions, rule };
}

/**
 * Returns place and tap of every value that reaches a position, in the order of the places.
 *
 * @param {Spreading} spreading
 * @param {number} position
 * @returns {{place: number, tap: number}[]}
 */
export function arriving({ length, taps, stride, dilation, before }, position) {
  return Array.from({ length: taps }, (_, i) => {
    const tap = taps - 1 - i;
    return { place: (position + before - tap * dilation) / stride, tap };
  }).filter(({ place }) => Number.isInteger(place) && place >= 0 && place < length);
}

/**
 * Returns position and tap of every position that a value reaches.
 *
 * @param {Spreading} spreading
 * @param {number} place
 * @returns {{position: number, tap: number}[]}
 */
export function reached({ taps, stride, dilation, before, positions }, place) {
  return Array.from({ length: taps }, (_, tap) => ({
    position: place * stride + tap * dilation - before,
    tap,
  })).filter(({ position }) => position >= 0 && position < positions);
}

/**
 * Returns the values around all that reach some neighbouring positions.
 *
 * @param {Spreading} spreading
 * @param {[number, number]} bounds first, and first behind the last
 * @returns {[number, number]} both 0 for none
 */
export function underSpreading(spreading, [first, end]) {
  if (end <= first) return [0, 0];
  const { length, taps, stride, dilation, before } = spreading;
  if (dilation > 1) { // The first or last value that would reach them may not be there.
    const seen = Array.from({ length: end - first }, (_, i) => arriving(spreading, first + i))
      .flat().map(({ place }) => place);
    if (!seen.length) return [0, 0];
    return [seen.reduce((a, b) => Math.min(a, b)), seen.reduce((a, b) => Math.max(a, b)) + 1];
  }
  const low = Math.max(Math.ceil((first + before - taps + 1) / stride), 0);
  const high = Math.min(Math.floor((end - 1 + before) / stride) + 1, length);
  return low < high ? [low, high] : [0, 0];
}

/**
 * Returns the smallest window that, moving by a whole stride, holds all that each position sees:
 * where positions lie closer together than values, one window around all values.
 *
 * @param {Spreading} spreading
 * @returns {Sliding}
 */
export function windowOfSpreading({ length, taps, stride, dilation, before, positions, rule }) {
  const common = { length, after: 0, positions, rule, dilation: 1, taps: 1 };
  if (stride > 1) return { ...common, window: length, stride: 0, before: 0 };
  const window = (taps - 1) * dilation + 1;
  return { ...common, window, stride: 1, before: window - 1 - before };
}
