/** Shapes and positions in flat arrays of (height, width, channels) or (features,). */

/** @typedef {readonly number[]} Shape */

/**
 * Returns the number of values in an array of this shape.
 *
 * @param {Shape} shape
 * @returns {number}
 */
export function product(shape) {
  return shape.reduce((count, size) => count * size, 1);
}

/**
 * Returns where position (row, column, channel) or (feature,) lies in the flat array.
 *
 * @param {Shape} shape
 * @param {readonly number[]} position one index per axis
 * @returns {number}
 */
export function flatIndex(shape, position) {
  return position.reduce((index, at, axis) => index * shape[axis] + at, 0);
}

/**
 * Returns the position of the largest value, the first of equals.
 *
 * @param {ArrayLike<number>} values
 * @returns {number}
 */
export function indexOfLargest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i] > values[best]) best = i;
  }
  return best;
}

/**
 * Returns a shape as Python writes it.
 *
 * @param {Shape} shape
 * @returns {string} such as `(28, 28, 1)` or `(10,)`
 */
export function shapeText(shape) {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * Returns the position of a place in the flat array; the inverse of `flatIndex`.
 *
 * @param {Shape} shape
 * @param {number} index
 * @returns {number[]}
 */
export function positionOf(shape, index) {
  const position = new Array(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis] = index % shape[axis];
    index = Math.floor(index / shape[axis]);
  }
  return position;
}
