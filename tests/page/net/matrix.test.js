import assert from "node:assert/strict";
import {
  BLOCK,
  createLeftBlock,
  findColumns,
  multiplyBlock,
  packColumns,
} from "../../../src/convscope/web/net/matrix.js";

/**
 * Multiplies a column-major (4, 3) block with a (3, 2) matrix.
 *
 * @param {number[]} left
 * @param {number[]} matrix
 */
function multiplied(left, matrix) {
  const block = createLeftBlock(3);
  block.values.set(left);
  const packed = packColumns(Float32Array.from(matrix), 3, 2, Float32Array.of(100, 200));
  findColumns(block, packed);
  const output = new Float32Array(BLOCK * 2);
  multiplyBlock(block, packed, output, 0, BLOCK);
  return { output: [...output], numColumns: block.numColumns };
}

const LEFT = [1, 2, 3, 4, 0, 0, 0, 0, 5, 0, 0, 7];

Deno.test("columns of zeros are left out of the product and do not change it", () => {
  const { output, numColumns } = multiplied(LEFT, [2, 3, 11, 13, 17, 19]);
  assert.equal(numColumns, 2);
  assert.deepEqual(output, [187, 298, 104, 206, 106, 209, 227, 345]);
});

Deno.test("a weight that is no number reaches every sum, even behind zeros", () => {
  assert.deepEqual(multiplied(LEFT, [2, 3, NaN, 13, 17, 19]).output.filter(Number.isNaN).length, 4);
  const { output } = multiplied(LEFT, [2, 3, 11, Infinity, 17, 19]);
  assert.deepEqual(output.map(Number.isNaN), [0, 1, 0, 1, 0, 1, 0, 1].map(Boolean));
});
