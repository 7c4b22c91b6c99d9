/** How a window slides over one axis: output size and padding, with the rule in words. */

/**
 * @typedef {object} Sliding
 * @property {number} length values on the axis before padding
 * @property {number} window how far it reaches: from its first value to its last, gaps included
 * @property {number} dilation distance between two values under the window
 * @property {number} taps values under the window, without the gaps between them
 * @property {number} stride steps between two positions
 * @property {number} before zeros (for max-pooling: nothing) before the first value
 * @property {number} after the same behind the last value
 * @property {number} positions how often the window fits: the output's length
 * @property {string} rule the formula with its numbers
 */

/**
 * Returns how a window slides along an axis; `same` puts the odd padding value at the end.
 *
 * @param {number} length
 * @param {number} window
 * @param {number} stride
 * @param {"valid" | "same"} padding
 * @param {number} [dilation] distance between two values under the window
 * @returns {Sliding}
 */
export function slide(length, window, stride, padding, dilation = 1) {
  const reach = (window - 1) * dilation + 1;
  const said = dilation > 1 ? `reach (${window} − 1) × ${dilation} + 1 = ${reach}; ` : "";
  const common = { length, window: reach, dilation, taps: window, stride };
  if (padding === "same") {
    const positions = Math.ceil(length / stride);
    const total = Math.max((positions - 1) * stride + reach - length, 0);
    const before = Math.floor(total / 2);
    const rule = `${said}same: ceil(${length} / ${stride}) = ${positions}`;
    return { ...common, before, after: total - before, positions, rule };
  }
  const positions = length >= reach ? Math.floor((length - reach) / stride) + 1 : 0;
  const rule = `${said}valid: floor((${length} − ${reach}) / ${stride}) + 1 = ${positions}`;
  return { ...common, before: 0, after: 0, positions, rule };
}

/**
 * Returns the indices under a window at a position; some may lie in the padding.
 *
 * @param {Sliding} sliding
 * @param {number} position
 * @returns {number[]}
 */
export function placesUnder({ stride, before, dilation, taps }, position) {
  return Array.from({ length: taps }, (_, tap) => position * stride - before + tap * dilation);
}
