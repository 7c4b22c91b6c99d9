/** What layers do with the rows of a matrix: begin with a bias, add up. */

/**
 * Writes the bias into every row, zeros where there is none.
 *
 * @param {Float32Array} matrix
 * @param {Float32Array | undefined} bias (columns,)
 * @param {number} rows
 * @param {number} columns
 */
export function fillRows(matrix, bias, rows, columns) {
  const end = rows * columns;
  if (!bias) {
    matrix.fill(0, 0, end);
    return;
  }
  for (let start = 0; start < end; start += columns) {
    for (let column = 0; column < columns; column++) matrix[start + column] = bias[column];
  }
}

/**
 * Adds the sum of each column to `sums`.
 *
 * @param {Float32Array} sums (columns,)
 * @param {Float32Array} matrix
 * @param {number} rows
 * @param {Float64Array} scratch (columns,)
 */
export function addColumnSums(sums, matrix, rows, scratch) {
  const columns = sums.length;
  scratch.fill(0);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, from++) scratch[column] += matrix[from];
  }
  for (let column = 0; column < columns; column++) sums[column] += scratch[column];
}
