/**
 * The largest value within a reach, in three comparisons a value however far that is.
 *
 * A line is cut into blocks as long as a window. A window then begins in one block and ends in the
 * next, so its largest value is that from its first place to the end of the one, or that from the
 * start of the other to its last place (van Herk 1992, Gil and Werman 1993).
 */

/**
 * Returns the largest value at most (length − 1) / 2 rows above or below.
 *
 * @param {Int32Array} values (height, width)
 * @param {number} height
 * @param {number} width
 * @param {number} length odd
 * @returns {Int32Array} (height, width)
 */
export function highestDown(values, height, width, length) {
  const reach = (length - 1) / 2;
  const sinceStart = values.slice();
  for (let row = 1; row < height; row++) {
    if (row % length !== 0) raise(sinceStart, row * width, sinceStart, (row - 1) * width, width);
  }
  const untilEnd = values.slice();
  for (let row = height - 2; row >= 0; row--) {
    if ((row + 1) % length !== 0) raise(untilEnd, row * width, untilEnd, (row + 1) * width, width);
  }
  const result = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    const first = row - reach;
    const last = Math.min(row + reach, height - 1);
    const at = row * width;
    const source = first < 0 ? sinceStart : untilEnd;
    const from = (first < 0 ? last : first) * width;
    result.set(source.subarray(from, from + width), at);
    const isInTwo = first >= 0 && first < last - last % length;
    if (isInTwo) raise(result, at, sinceStart, last * width, width);
  }
  return result;
}

/**
 * @param {Int32Array} result raised to the other values where these are larger
 * @param {number} at its first place
 * @param {Int32Array} others
 * @param {number} from their first place
 * @param {number} count
 */
function raise(result, at, others, from, count) {
  for (let i = 0; i < count; i++) {
    const other = others[from + i];
    if (other > result[at + i]) result[at + i] = other;
  }
}

/**
 * Returns the largest value at most (length − 1) / 2 columns to the left or right.
 *
 * @param {Int32Array} values (height, width)
 * @param {number} height
 * @param {number} width
 * @param {number} length odd
 * @returns {Int32Array} (height, width)
 */
export function highestAcross(values, height, width, length) {
  const reach = (length - 1) / 2;
  const sinceStart = new Int32Array(width);
  const untilEnd = new Int32Array(width);
  const lastBlock = width - 1 - (width - 1) % length;
  const result = new Int32Array(values.length);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0, left = 0; column < width; column++, left++) {
      const value = values[start + column];
      if (left === length) left = 0;
      sinceStart[column] = left > 0 && sinceStart[column - 1] > value
        ? sinceStart[column - 1]
        : value;
    }
    for (let column = width - 1; column >= 0; column--) {
      const value = values[start + column];
      const isEnd = column === width - 1 || (column + 1) % length === 0;
      untilEnd[column] = !isEnd && untilEnd[column + 1] > value ? untilEnd[column + 1] : value;
    }
    let column = 0;
    for (; column < Math.min(reach, width); column++) {
      result[start + column] = sinceStart[Math.min(column + reach, width - 1)];
    }
    for (; column + reach < width; column++) {
      const one = untilEnd[column - reach];
      const other = sinceStart[column + reach];
      result[start + column] = one > other ? one : other;
    }
    for (; column < width; column++) { // windows cut short may lie in the last block alone
      const one = untilEnd[column - reach];
      const other = column - reach < lastBlock ? sinceStart[width - 1] : one;
      result[start + column] = one > other ? one : other;
    }
  }
  return result;
}
