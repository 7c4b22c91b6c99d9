import assert from "node:assert/strict";
import {
  flatIndex,
  indexOfLargest,
  positionOf,
  product,
  shapeText,
} from "../../../src/convscope/web/core/arrays.js";

Deno.test("positions are counted row by row, column by column, channel by channel", () => {
  assert.equal(flatIndex([5, 7, 3], [2, 4, 1]), (2 * 7 + 4) * 3 + 1);
  assert.equal(flatIndex([11], [6]), 6);
  assert.deepEqual(positionOf([5, 7, 3], (2 * 7 + 4) * 3 + 1), [2, 4, 1]);
});

Deno.test("the first of equals is the largest", () => {
  assert.equal(indexOfLargest([1, 5, 5, 2]), 1);
});

Deno.test("shapes read as in Python", () => {
  assert.equal(shapeText([28, 28, 1]), "(28, 28, 1)");
  assert.equal(shapeText([10]), "(10,)");
  assert.equal(product([]), 1);
});
