/** Inputs moved by a pixel, and verdicts that stay. */

import assert from "node:assert/strict";
import { isSteady, movedByAPixel } from "../../../src/convscope/web/core/drawing/steadiness.js";

Deno.test("an input is moved by a pixel in four directions", () => {
  const input = new Uint8Array(3 * 4 * 2);
  input.set([7, 9], (1 * 4 + 2) * 2); // row 1, column 2
  const places = movedByAPixel(input, [3, 4, 2]).map((moved) => moved.indexOf(7) / 2);
  assert.deepEqual(places, [2 * 4 + 2, 0 * 4 + 2, 1 * 4 + 3, 1 * 4 + 1]);
  assert.ok(movedByAPixel(input, [3, 4, 2]).every((moved) => moved[moved.indexOf(7) + 1] === 9));
});

Deno.test("a verdict is steady where it stays probable wherever it is moved", () => {
  assert.ok(isSteady(1, [[0.1, 0.9], [0.2, 0.8]]));
  assert.ok(!isSteady(1, [[0.1, 0.9], [0.21, 0.79]]));
  assert.ok(!isSteady(1, [[0.3, 0.7], [0.1, 0.9]]));
});
