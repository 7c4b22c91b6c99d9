/** How a window slides over one axis: output size and padding, with the rule in words. */

/**
 * @typedef {object} Sliding
 * @property {number} length values on the axis before padding
 * @property {number} window values under the window
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
 * @returns {Sliding}
 */
export function slide(length, window, stride, padding) {
  if (padding === "same") {
    const positions = Math.ceil(length / stride);
    const total = Math.max((positions - 1) * stride + window - length, 0);
    const before = Math.floor(total / 2);
    const rule = `same: ceil(${length} / ${stride}) = ${positions}`;
    return { length, window, stride, before, after: total - before, positions, rule };
  }
  const positions = length >= window ? Math.floor((length - window) / stride) + 1 : 0;
  const rule = `valid: floor((${length} − ${window}) / ${stride}) + 1 = ${positions}`;
  return { length, window, stride, before: 0, after: 0, positions, rule };
}
