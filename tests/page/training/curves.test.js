import assert from "node:assert/strict";
import { curvePath, roundedUp } from "../../../src/convscope/web/draw/curves.js";
import { tensorPictures } from "../../../src/convscope/web/draw/tensor_pictures.js";

Deno.test("a curve lies in its box, 0 at the bottom", () => {
  const points = [{ x: 0, y: 0 }, { x: 2, y: 5 }, { x: 4, y: 50 }];
  assert.equal(curvePath(points, { x: 4, y: 10 }), "M0.00 100.00L50.00 50.00L100.00 0.00");
  assert.equal(curvePath([], { x: 4, y: 10 }), "");
  assert.equal(curvePath([{ x: 1, y: 1 }], { x: 1, y: 1 }), "M100.00 0.00h0");
});

Deno.test("a long curve keeps its peaks", () => {
  const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 3210 ? 9 : 1 }));
  const path = curvePath(points, { x: 5000, y: 9 });
  assert.match(path, /L64\.20 0\.00L/);
  assert.ok(path.split("L").length <= 402);
});

Deno.test("the upper edge is a round number", () => {
  const edges = [0.87, 0.9, 2.31, 1, 0, 0.034].map(roundedUp);
  assert.deepEqual(edges, [0.9, 0.9, 3, 1, 1, 0.04]);
});

Deno.test("a dense kernel behind maps is shown as what it wants of each map", () => {
  const shape = [8, 3]; // (2 × 2 × 2 inputs, 3 units)
  const kernel = Float32Array.from({ length: 24 }, (_, i) => i);
  const { pictures, height, width } = tensorPictures(kernel, shape, [2, 2, 2], 2);
  assert.equal(pictures.length, 2);
  assert.deepEqual([height, width], [2, 5]);
  assert.deepEqual([...pictures[1]], [1, 7, NaN, 4, 10, 13, 19, NaN, 16, 22]);
});
