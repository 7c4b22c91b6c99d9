/** Filters on pictures of whole numbers, pixel for pixel as `drawing/whole_numbers.py`. */

import { highestAcross, highestDown } from "./highest.js";

/** @typedef {{height: number, width: number, values: Int32Array}} Whole */

/**
 * Returns the picture turned over its diagonal.
 *
 * @param {Whole} picture
 * @returns {Whole}
 */
export function transposed({ height, width, values }) {
  const turned = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      turned[column * height + row] = values[row * width + column];
    }
  }
  return { height: width, width: height, values: turned };
}

/**
 * Fills dark structures shorter than a length, up and down.
 *
 * @param {Whole} picture bright paper, dark ink
 * @param {number} length odd
 * @returns {Whole}
 */
export function closeGapsDown({ height, width, values }, length) {
  const highest = highestDown(values, height, width, length);
  const closed = negated(highestDown(negated(highest), height, width, length));
  return { height, width, values: closed };
}

/**
 * Fills dark structures into which no square of this side fits.
 *
 * @param {Whole} picture
 * @param {number} length odd
 * @returns {Whole}
 */
export function closeSquare({ height, width, values }, length) {
  /** @param {Int32Array} of */
  const highestAround = (of) =>
    highestAcross(highestDown(of, height, width, length), height, width, length);
  const closed = negated(highestAround(negated(highestAround(values))));
  return { height, width, values: closed };
}

/** @param {Int32Array} values changed in place @returns {Int32Array} */
function negated(values) {
  for (let i = 0; i < values.length; i++) values[i] = -values[i];
  return values;
}

/**
 * Returns each value averaged with its neighbours by the weights 1, 2, 1 down and across.
 *
 * @param {Whole} picture
 * @returns {Whole}
 */
export function blurred({ height, width, values }) {
  const down = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    const above = Math.max(row - 1, 0) * width;
    const below = Math.min(row + 1, height - 1) * width;
    for (let column = 0; column < width; column++) {
      const here = row * width + column;
      down[here] = values[above + column] + 2 * values[here] + values[below + column];
    }
  }
  const result = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const here = row * width + column;
      const before = column > 0 ? down[here - 1] : down[here];
      const after = column < width - 1 ? down[here + 1] : down[here];
      result[here] = (before + 2 * down[here] + after) >> 4;
    }
  }
  return { height, width, values: result };
}

/**
 * Returns the mean of each square block, rounded down; what remains at bottom and right is left
 * out.
 *
 * @param {{height: number, width: number, values: Int32Array | Uint8Array}} picture
 * @param {number} side
 * @returns {Whole}
 */
export function blockMeans({ height, width, values }, side) {
  const [rows, columns] = [Math.floor(height / side), Math.floor(width / side)];
  const sums = new Int32Array(rows * columns);
  for (let row = 0; row < rows * side; row++) {
    const into = Math.floor(row / side) * columns;
    for (let column = 0, at = row * width; column < columns; column++) {
      for (let i = 0; i < side; i++) sums[into + column] += values[at++];
    }
  }
  const area = side * side;
  for (let i = 0; i < sums.length; i++) sums[i] /= area;
  return { height: rows, width: columns, values: sums };
}

/**
 * Returns the mean of the pixels at most `reach` away down and across, rounded down.
 *
 * @param {Whole} picture of values that are not negative
 * @param {number} reach
 * @returns {Int32Array}
 */
export function localMean({ height, width, values }, reach) {
  const stride = width + 1;
  const running = new Float64Array((height + 1) * stride);
  for (let row = 0; row < height; row++) {
    let inRow = 0;
    for (let column = 0; column < width; column++) {
      inRow += values[row * width + column];
      const here = (row + 1) * stride + column + 1;
      running[here] = running[here - stride] + inRow;
    }
  }
  const result = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    const top = Math.max(row - reach, 0);
    const bottom = Math.min(row + reach + 1, height);
    for (let column = 0; column < width; column++) {
      const left = Math.max(column - reach, 0);
      const right = Math.min(column + reach + 1, width);
      const total = running[bottom * stride + right] - running[top * stride + right] -
        running[bottom * stride + left] + running[top * stride + left];
      result[row * width + column] = Math.floor(total / ((bottom - top) * (right - left)));
    }
  }
  return result;
}

/** Values below this are counted instead of sorted. */
const COUNTED = 4096;

/**
 * Returns the lowest value that at least so many thousandths of the values do not exceed.
 *
 * @param {Int32Array | Uint8Array | readonly number[]} values none negative
 * @param {number} perMille
 * @returns {number}
 */
export function quantile(values, perMille) {
  const wanted = Math.max(1, Math.ceil(values.length * perMille / 1000));
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  if (most >= COUNTED) return Int32Array.from(values).sort()[wanted - 1];
  const counts = new Int32Array(most + 1);
  for (let i = 0; i < values.length; i++) counts[values[i]]++;
  let level = 0;
  for (let seen = counts[0]; seen < wanted; seen += counts[level]) level++;
  return level;
}

/**
 * Returns the median of each square tile; the tiles at bottom and right may be smaller.
 *
 * @param {Whole} picture
 * @param {number} side
 * @returns {Whole}
 */
export function tileMedians({ height, width, values }, side) {
  const rows = Math.ceil(height / side);
  const columns = Math.ceil(width / side);
  const result = new Int32Array(rows * columns);
  const tile = new Int32Array(side * side);
  for (let index = 0; index < result.length; index++) {
    const top = Math.floor(index / columns) * side;
    const left = index % columns * side;
    const right = Math.min(left + side, width);
    let count = 0;
    for (let row = top; row < Math.min(top + side, height); row++) {
      tile.set(values.subarray(row * width + left, row * width + right), count);
      count += right - left;
    }
    result[index] = quantile(tile.subarray(0, count), 500);
  }
  return { height: rows, width: columns, values: result };
}

/**
 * Returns the quantile of each value and its neighbours up to `reach` away.
 *
 * @param {Whole} picture
 * @param {number} reach
 * @param {number} perMille
 * @returns {Int32Array}
 */
export function quantileAround({ height, width, values }, reach, perMille) {
  return values.map((_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    const near = [];
    for (let r = Math.max(0, row - reach); r <= Math.min(row + reach, height - 1); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(column + reach, width - 1); c++) {
        near.push(values[r * width + c]);
      }
    }
    return quantile(near, perMille);
  });
}
