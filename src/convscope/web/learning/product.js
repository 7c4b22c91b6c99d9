/**
 * The matrix product that training spends its time in, behind an interface that a faster kernel can
 * take over: nothing else in this folder multiplies matrices.
 */

import { createSparseProduct } from "./sparse_product.js";

/** Rows and columns of the block of sums that one pass of the inner loop keeps in registers. */
const BLOCK = 4;

/** Share of a factor below which its zeros are left out one by one; measured. */
const FEW = 0.25;

/**
 * Which of two factors is stored with its axes swapped.
 *
 * @typedef {"none" | "a" | "b"} Transposed
 */

/**
 * @typedef {object} Product
 * @property {(length: number) => Float32Array} allocate zeros that stay where they are; all factors
 *   and results lie in memory that came from here
 * @property {(c: Float32Array, a: Float32Array, b: Float32Array, rows: number, depth: number,
 *   columns: number, transposed?: Transposed) => void} multiplyAdd adds a × b to the first
 *   rows × columns values of c. Row-major: c is (rows, columns), a (rows, depth) or, where it is
 *   transposed, (depth, rows), b (depth, columns) or (columns, depth). What follows in longer arrays
 *   is not touched
 */

/**
 * Returns a product in plain JavaScript. What the inner loop reads is float64, since converting
 * float32 would be an instruction per value; sums are kept in float64 until they are added to `c`.
 *
 * @returns {Product}
 */
export function createProduct() {
  let left = new Float64Array(0); // [column][row of 4] of four rows of a
  let places = new Int32Array(0); // where the columns that count begin in `left`
  let right = new Float64Array(0); // [group of 4 columns][row][column in group] of b
  const multiplySparse = createSparseProduct(FEW);

  /** @param {number} numRight @param {number} depth */
  function reserve(numRight, depth) {
    if (right.length < numRight) right = new Float64Array(numRight);
    if (places.length >= depth) return;
    left = new Float64Array(depth * BLOCK);
    places = new Int32Array(depth);
  }

  return {
    allocate: (length) => new Float32Array(length),
    multiplyAdd(c, a, b, rows, depth, columns, transposed = "none") {
      if (multiplySparse(c, a, b, rows, depth, columns, transposed)) return;
      reserve(Math.ceil(columns / BLOCK) * BLOCK * depth, depth);
      const mayLeaveOut = packRight(right, b, depth, columns, transposed === "b");
      for (let row = 0; row < rows; row += BLOCK) {
        packLeft(left, a, row, rows, depth, transposed === "a");
        const numPlaces = findPlaces(places, left, depth, mayLeaveOut);
        if (numPlaces === 0) continue;
        addBlock(
          c,
          row,
          Math.min(BLOCK, rows - row),
          left,
          places,
          numPlaces,
          right,
          depth,
          columns,
        );
      }
    },
  };
}

/**
 * Copies b, four columns at a time, so that the inner loop reads it in order.
 *
 * @param {Float64Array} right
 * @param {Float32Array} b
 * @param {number} depth
 * @param {number} columns
 * @param {boolean} isTransposed
 * @returns {boolean} whether no value is infinite or NaN, so that 0 × value is 0
 */
function packRight(right, b, depth, columns, isTransposed) {
  const toRow = isTransposed ? 1 : columns;
  const toColumn = isTransposed ? depth : 1;
  let check = 0;
  for (let column = 0, to = 0; column < columns; column += BLOCK) {
    const isFull = column + BLOCK <= columns;
    for (let row = 0, from = column * toColumn; row < depth; row++, from += toRow, to += BLOCK) {
      for (let lane = 0; lane < BLOCK; lane++) {
        const value = isFull || column + lane < columns ? b[from + lane * toColumn] : 0;
        right[to + lane] = value;
        check += value * 0;
      }
    }
  }
  return check === 0;
}

/**
 * Copies four rows of a, column by column; rows that a does not have are zeros.
 *
 * @param {Float64Array} left
 * @param {Float32Array} a
 * @param {number} row the first of them
 * @param {number} rows
 * @param {number} depth
 * @param {boolean} isTransposed
 */
function packLeft(left, a, row, rows, depth, isTransposed) {
  const toRow = isTransposed ? 1 : depth;
  const toColumn = isTransposed ? rows : 1;
  for (let lane = 0; lane < BLOCK; lane++) {
    let to = lane;
    if (row + lane < rows) {
      let from = (row + lane) * toRow;
      for (let i = 0; i < depth; i++, from += toColumn, to += BLOCK) left[to] = a[from];
    } else {
      for (let i = 0; i < depth; i++, to += BLOCK) left[to] = 0;
    }
  }
}

/**
 * Notes which columns of the four rows have to be multiplied: behind ReLU, max-pooling and empty
 * paper many hold nothing but zeros.
 *
 * @param {Int32Array} places
 * @param {Float64Array} left
 * @param {number} depth
 * @param {boolean} mayLeaveOut
 * @returns {number} how many of `places` count
 */
function findPlaces(places, left, depth, mayLeaveOut) {
  let count = 0;
  for (let x = 0; x < depth * BLOCK; x += BLOCK) {
    const isZero = left[x] === 0 && left[x + 1] === 0 && left[x + 2] === 0 && left[x + 3] === 0;
    if (!isZero || !mayLeaveOut) places[count++] = x;
  }
  return count;
}

/**
 * Adds four rows of the product to c.
 *
 * @param {Float32Array} c
 * @param {number} row the first of them
 * @param {number} numWanted how many of the four rows c has
 * @param {Float64Array} left
 * @param {Int32Array} places
 * @param {number} numPlaces
 * @param {Float64Array} right
 * @param {number} depth
 * @param {number} columns
 */
function addBlock(c, row, numWanted, left, places, numPlaces, right, depth, columns) {
  for (let column = 0; column < columns; column += BLOCK) {
    const group = column * depth;
    let s00 = 0, s01 = 0, s02 = 0, s03 = 0;
    let s10 = 0, s11 = 0, s12 = 0, s13 = 0;
    let s20 = 0, s21 = 0, s22 = 0, s23 = 0;
    let s30 = 0, s31 = 0, s32 = 0, s33 = 0;
    for (let place = 0; place < numPlaces; place++) {
      const x = places[place];
      const w = group + x;
      const x0 = left[x], x1 = left[x + 1], x2 = left[x + 2], x3 = left[x + 3];
      const w0 = right[w], w1 = right[w + 1], w2 = right[w + 2], w3 = right[w + 3];
      s00 += x0 * w0, s01 += x0 * w1, s02 += x0 * w2, s03 += x0 * w3;
      s10 += x1 * w0, s11 += x1 * w1, s12 += x1 * w2, s13 += x1 * w3;
      s20 += x2 * w0, s21 += x2 * w1, s22 += x2 * w2, s23 += x2 * w3;
      s30 += x3 * w0, s31 += x3 * w1, s32 += x3 * w2, s33 += x3 * w3;
    }
    const to = row * columns + column;
    const width = columns - column;
    addRow(c, to, width, s00, s01, s02, s03);
    if (numWanted > 1) addRow(c, to + columns, width, s10, s11, s12, s13);
    if (numWanted > 2) addRow(c, to + 2 * columns, width, s20, s21, s22, s23);
    if (numWanted > 3) addRow(c, to + 3 * columns, width, s30, s31, s32, s33);
  }
}

/**
 * @param {Float32Array} c
 * @param {number} to
 * @param {number} width how many of the four belong to the matrix
 * @param {number} p
 * @param {number} q
 * @param {number} r
 * @param {number} s
 */
function addRow(c, to, width, p, q, r, s) {
  c[to] += p;
  if (width > 1) c[to + 1] += q;
  if (width > 2) c[to + 2] += r;
  if (width > 3) c[to + 3] += s;
}
