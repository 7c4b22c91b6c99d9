/** Products with a factor that is mostly zeros, such as gradients that come through max-pooling. */

/** @import { Product } from "./product.js" */

/**
 * Multiplies like `Product.multiplyAdd` and returns true, or returns false where it is not worth it
 * and nothing has happened.
 *
 * @typedef {(...operands: Parameters<Product["multiplyAdd"]>) => boolean} SparseProduct
 */

/**
 * Returns the product for what the way back multiplies: gradients × kernelᵀ and patchesᵀ × gradients.
 *
 * @param {number} few a factor with less than this share of other values than 0 is worth looking for
 *   them
 * @returns {SparseProduct}
 */
export function createSparseProduct(few) {
  let dense = new Float64Array(0); // the other factor, row by row
  let sums = new Float64Array(0);

  /** @param {number} numDense @param {number} numSums */
  function reserve(numDense, numSums) {
    if (dense.length < numDense) dense = new Float64Array(numDense);
    if (sums.length < numSums) sums = new Float64Array(numSums);
  }

  return (c, a, b, rows, depth, columns, transposed) => {
    const [numA, numB] = [rows * depth, depth * columns];
    if (transposed === "b" && isMostlyZero(a, numA, few) && isFinite(b, numB)) {
      reserve(numB, columns);
      transpose(dense, b, columns, depth);
      addSparseLeft(c, a, dense, rows, depth, columns, sums);
      return true;
    }
    if (transposed === "a" && isMostlyZero(b, numB, few) && isFinite(a, numA)) {
      reserve(numA, rows * columns);
      for (let i = 0; i < numA; i++) dense[i] = a[i];
      addSparseRight(c, dense, b, rows, depth, columns, sums);
      return true;
    }
    return false;
  };
}

/**
 * Returns whether few of the first `length` values are not 0.
 *
 * @param {Float32Array} values
 * @param {number} length
 * @param {number} few share
 * @returns {boolean}
 */
function isMostlyZero(values, length, few) {
  let left = Math.floor(few * length);
  for (let i = 0; i < length; i++) {
    if (values[i] !== 0 && --left < 0) return false;
  }
  return true;
}

/**
 * Returns whether no value is infinite or NaN, so that 0 × value is 0 and may be left out.
 *
 * @param {Float32Array} values
 * @param {number} length
 * @returns {boolean}
 */
function isFinite(values, length) {
  let check = 0;
  for (let i = 0; i < length; i++) check += values[i] * 0;
  return check === 0;
}

/**
 * Adds a × b row by row: for each value of a that is not 0, its multiple of a row of b.
 *
 * @param {Float32Array} c (rows, columns)
 * @param {Float32Array} a (rows, depth), mostly zeros
 * @param {Float64Array} b (depth, columns)
 * @param {number} rows
 * @param {number} depth
 * @param {number} columns
 * @param {Float64Array} sums scratch of at least `columns` values
 */
function addSparseLeft(c, a, b, rows, depth, columns, sums) {
  for (let row = 0; row < rows; row++) {
    sums.fill(0, 0, columns);
    for (let k = 0; k < depth; k++) {
      const value = a[row * depth + k];
      if (value !== 0) addMultiple(sums, 0, value, b, k * columns, columns);
    }
    for (let column = 0, to = row * columns; column < columns; column++, to++) {
      c[to] += sums[column];
    }
  }
}

/**
 * Adds aᵀ × b: for each value of b that is not 0, its multiple of a row of a belongs to a column of
 * the result.
 *
 * @param {Float32Array} c (rows, columns)
 * @param {Float64Array} a (depth, rows)
 * @param {Float32Array} b (depth, columns), mostly zeros
 * @param {number} rows
 * @param {number} depth
 * @param {number} columns
 * @param {Float64Array} sums scratch of at least `rows × columns` values
 */
function addSparseRight(c, a, b, rows, depth, columns, sums) {
  sums.fill(0, 0, rows * columns);
  for (let k = 0; k < depth; k++) {
    for (let column = 0; column < columns; column++) {
      const value = b[k * columns + column];
      if (value !== 0) addMultiple(sums, column * rows, value, a, k * rows, rows);
    }
  }
  for (let row = 0, to = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, to++) c[to] += sums[column * rows + row];
  }
}

/**
 * @param {Float64Array} sums
 * @param {number} to
 * @param {number} factor
 * @param {Float64Array} values
 * @param {number} from
 * @param {number} length
 */
function addMultiple(sums, to, factor, values, from, length) {
  const even = length - length % 4;
  for (let i = 0; i < even; i += 4) {
    sums[to + i] += factor * values[from + i];
    sums[to + i + 1] += factor * values[from + i + 1];
    sums[to + i + 2] += factor * values[from + i + 2];
    sums[to + i + 3] += factor * values[from + i + 3];
  }
  for (let i = even; i < length; i++) sums[to + i] += factor * values[from + i];
}

/**
 * @param {Float64Array} result (columns, rows)
 * @param {Float32Array} matrix (rows, columns)
 * @param {number} rows
 * @param {number} columns
 */
function transpose(result, matrix, rows, columns) {
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, from++) {
      result[column * rows + row] = matrix[from];
    }
  }
}
