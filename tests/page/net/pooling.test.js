import assert from "node:assert/strict";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { maxPooling } from "../../../src/convscope/web/net/pooling.js";

const [STEP] = readArchitecture({
  input: { shape: [2, 3, 1] },
  layers: [{
    kind: "MaxPooling2D",
    name: "p",
    pool_size: [2, 2],
    strides: [1, 1],
    padding: "valid",
  }],
}).steps;

/** @param {number[]} values */
function pooled(...values) {
  const output = new Float32Array(2);
  maxPooling(STEP).forward([Float32Array.from(values)], output);
  return [...output];
}

Deno.test("the first of equals gets the gradient", () => {
  const input = Float32Array.of(5, 1, 7, 5, 5, 7);
  const [gradient] = maxPooling(STEP).backward(Float64Array.of(3, 4), [input]);
  assert.deepEqual([...gradient], [3, 0, 4, 0, 0, 0]);
});

Deno.test("the largest may be negative, infinite, or not a number", () => {
  assert.deepEqual(pooled(-3, -2, -9, -4, -5, -1), [-2, -1]);
  assert.deepEqual(pooled(-Infinity, -Infinity, 1, -Infinity, -Infinity, 1), [-Infinity, 1]);
  assert.deepEqual(pooled(NaN, 3, 9, 4, 5, 1), [NaN, 9]);
});

Deno.test("a value that is no number wins wherever it stands, and gets the gradient", () => {
  for (const place of [0, 1, 3, 4]) {
    const input = Float32Array.of(1, 2, 3, 4, 5, 6);
    input[place] = NaN;
    const touched = place === 1 || place === 4;
    assert.deepEqual(pooled(...input), [NaN, touched ? NaN : 6], `at ${place}`);
    const [gradient] = maxPooling(STEP).backward(Float64Array.of(1, 0), [input]);
    assert.equal(gradient[place], 1, `at ${place}`);
  }
});
