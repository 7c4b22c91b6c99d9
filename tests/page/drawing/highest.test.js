/** The largest value around each place, against looking at every place of the window. */

import assert from "node:assert/strict";
import { highestAcross, highestDown } from "../../../src/convscope/web/core/drawing/highest.js";

/**
 * @param {Int32Array} values
 * @param {number} width
 * @param {(row: number, column: number, r: number, c: number) => boolean} isNear
 */
function highest(values, width, isNear) {
  return values.map((_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    return values.reduce(
      (most, value, i) =>
        isNear(row, column, Math.floor(i / width), i % width) ? Math.max(most, value) : most,
      -2147483648,
    );
  });
}

Deno.test("the largest value around is that of every place of the window", () => {
  for (const [height, width] of [[1, 1], [1, 7], [7, 1], [5, 11], [13, 6], [12, 12]]) {
    const values = Int32Array.from(
      { length: height * width },
      (_, i) => (7919 * (i + 3) * (i + 11)) % 199 - 99,
    );
    for (const length of [1, 3, 5, 7, 11, 31]) {
      const reach = (length - 1) / 2;
      assert.deepEqual(
        highestDown(values, height, width, length),
        highest(values, width, (row, column, r, c) => c === column && Math.abs(r - row) <= reach),
      );
      assert.deepEqual(
        highestAcross(values, height, width, length),
        highest(values, width, (row, column, r, c) => r === row && Math.abs(c - column) <= reach),
      );
    }
  }
});
