/**
 * A matrix product that keeps 4 × 4 sums in registers; it takes most of the forward pass.
 *
 * What the inner loop reads is float64: converting float32 would be an instruction per value.
 */

/** Rows and columns of one block. */
export const BLOCK = 4;

/**
 * A matrix whose columns are stored four at a time, so that the inner loop reads it in order.
 *
 * @typedef {object} PackedMatrix
 * @property {Float64Array} values [group of 4 columns][row][column in group], padded with zeros
 * @property {Float32Array} bias one start value per column, padded with zeros
 * @property {number} numRows
 * @property {number} numColumns
 * @property {boolean} isFinite whether no value is infinite or NaN, so that 0 × value is 0
 */

/**
 * Returns a (rows, columns) matrix and its bias, packed.
 *
 * @param {Float32Array} matrix
 * @param {number} numRows
 * @param {number} numColumns
 * @param {Float32Array} [bias] zeros where it is left out
 * @returns {PackedMatrix}
 */
export function packColumns(matrix, numRows, numColumns, bias) {
  const numGroups = Math.ceil(numColumns / BLOCK);
  const values = new Float64Array(numGroups * numRows * BLOCK);
  for (let row = 0; row < numRows; row++) {
    for (let column = 0; column < numColumns; column++) {
      const group = Math.floor(column / BLOCK);
      const to = (group * numRows + row) * BLOCK + (column % BLOCK);
      values[to] = matrix[row * numColumns + column];
    }
  }
  const padded = new Float32Array(numGroups * BLOCK);
  if (bias) padded.set(bias);
  return { values, bias: padded, numRows, numColumns, isFinite: values.every(Number.isFinite) };
}

/**
 * Four rows of a left factor, stored column by column: [column][row of 4]. Columns of zeros can be
 * left out of the product: behind a drawing's empty paper and behind ReLU there are many.
 *
 * @typedef {object} LeftBlock
 * @property {Float64Array} values
 * @property {Int32Array} columns where the columns that count begin in `values`
 * @property {number} numColumns how many of `columns` count
 */

/**
 * Returns an empty block for the left of a product.
 *
 * @param {number} numColumns
 * @returns {LeftBlock}
 */
export function createLeftBlock(numColumns) {
  return {
    values: new Float64Array(numColumns * BLOCK),
    columns: new Int32Array(numColumns),
    numColumns,
  };
}

/**
 * Notes which columns of a block have to be multiplied with a matrix.
 *
 * @param {LeftBlock} left
 * @param {PackedMatrix} matrix
 */
export function findColumns(left, { isFinite }) {
  const { values, columns } = left;
  let count = 0;
  for (let x = 0; x < values.length; x += BLOCK) {
    const isZero = values[x] === 0 && values[x + 1] === 0 && values[x + 2] === 0 &&
      values[x + 3] === 0;
    if (!isZero || !isFinite) columns[count++] = x;
  }
  left.numColumns = count;
}

/**
 * Writes four rows of (left × matrix + bias). Sums are kept in float64.
 *
 * @param {LeftBlock} left
 * @param {PackedMatrix} matrix
 * @param {Float32Array} output rows of `numColumns` values
 * @param {number} start where the first of the four rows begins in `output`
 * @param {number} numWanted how many of the four rows are written
 */
export function multiplyBlock(left, matrix, output, start, numWanted) {
  const { values: inputs, columns: places, numColumns: numPlaces } = left;
  const { values, bias, numRows, numColumns } = matrix;
  for (let column = 0; column < numColumns; column += BLOCK) {
    const group = column * numRows;
    let s00 = bias[column], s01 = bias[column + 1], s02 = bias[column + 2], s03 = bias[column + 3];
    let s10 = s00, s11 = s01, s12 = s02, s13 = s03;
    let s20 = s00, s21 = s01, s22 = s02, s23 = s03;
    let s30 = s00, s31 = s01, s32 = s02, s33 = s03;
    for (let place = 0; place < numPlaces; place++) {
      const x = places[place];
      const w = group + x;
      const x0 = inputs[x], x1 = inputs[x + 1], x2 = inputs[x + 2], x3 = inputs[x + 3];
      const w0 = values[w], w1 = values[w + 1], w2 = values[w + 2], w3 = values[w + 3];
      s00 += x0 * w0, s01 += x0 * w1, s02 += x0 * w2, s03 += x0 * w3;
      s10 += x1 * w0, s11 += x1 * w1, s12 += x1 * w2, s13 += x1 * w3;
      s20 += x2 * w0, s21 += x2 * w1, s22 += x2 * w2, s23 += x2 * w3;
      s30 += x3 * w0, s31 += x3 * w1, s32 += x3 * w2, s33 += x3 * w3;
    }
    const to = start + column;
    const width = numColumns - column;
    write(output, to, width, s00, s01, s02, s03);
    if (numWanted > 1) write(output, to + numColumns, width, s10, s11, s12, s13);
    if (numWanted > 2) write(output, to + 2 * numColumns, width, s20, s21, s22, s23);
    if (numWanted > 3) write(output, to + 3 * numColumns, width, s30, s31, s32, s33);
  }
}

/**
 * @param {Float32Array} output
 * @param {number} to
 * @param {number} width how many of the four belong to the matrix
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function write(output, to, width, a, b, c, d) {
  output[to] = a;
  if (width > 1) output[to + 1] = b;
  if (width > 2) output[to + 2] = c;
  if (width > 3) output[to + 3] = d;
}
