import assert from "node:assert/strict";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { copiedMap, settingsOf } from "../../../src/convscope/web/net/layer_copy.js";
import { OPERATIONS } from "../../../src/convscope/web/net/operations.js";
import {
  isApart,
  pooledMap,
  poolingLoss,
  turnedInWindows,
} from "../../../src/convscope/web/net/pooling_loss.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";

const random = createRandom([5]);

/** @param {string} kind @param {Record<string, unknown>} options @param {number[]} [shape] */
function stepOf(kind, options, shape = [7, 5, 3]) {
  const layers = [{ kind, name: "one", ...options }];
  return readArchitecture({ input: { shape }, layers }).steps[0];
}

/** @param {number} length */
const values = (length) => Float32Array.from({ length }, () => random.uniform() - 0.3);

const CONVOLUTION = { filters: 2, strides: [1, 1], padding: "valid", use_bias: true };

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function assertClose(a, b) {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs(a[i] - b[i]) < 1e-5, `${a[i]} ${b[i]}`);
}

/** @param {ReturnType<typeof stepOf>} step @param {Record<string, Float32Array>} weights */
function mapsOf(step, weights, /** @type {Float32Array} */ input, channel = 1) {
  const output = new Float32Array(step.outputShape.reduce((a, b) => a * b));
  OPERATIONS[step.layer.kind](step, weights).forward([input], output);
  const channels = step.outputShape[2];
  return output.filter((_, index) => index % channels === channel);
}

Deno.test("a copy with the layer's own settings is the layer", () => {
  const weights = { kernel: values(3 * 2 * 3 * 2), bias: values(2) };
  const input = values(7 * 5 * 3);
  for (const strides of [[1, 1], [2, 3]]) {
    for (const padding of ["valid", "same"]) {
      const options = { ...CONVOLUTION, kernel_size: [3, 2], strides, padding };
      const step = stepOf("Conv2D", { ...options, activation: "linear" });
      const { values: copied } = copiedMap(step, weights, input, 1, settingsOf(step));
      assertClose(copied, mapsOf(step, weights, input));
      const rectified = stepOf("Conv2D", { ...options, activation: "relu" });
      const after = copiedMap(rectified, weights, input, 1, settingsOf(rectified)).values;
      assertClose(after, copied.map((value) => Math.max(value, 0)));
      for (const kind of ["MaxPooling2D", "AveragePooling2D"]) {
        const pooling = stepOf(kind, { pool_size: [3, 2], strides, padding });
        const there = copiedMap(pooling, {}, input, 1, settingsOf(pooling)).values;
        assertClose(there, mapsOf(pooling, {}, input));
      }
    }
  }
});

Deno.test("a copy with another stride, padding or size is the layer that is set so", () => {
  const input = values(7 * 5 * 3);
  const kernel = values(3 * 3 * 3 * 2);
  const step = stepOf("Conv2D", { ...CONVOLUTION, kernel_size: [3, 3], activation: "linear" });
  const own = settingsOf(step);
  const strided = stepOf("Conv2D", {
    ...CONVOLUTION,
    kernel_size: [3, 3],
    strides: [2, 2],
    padding: "same",
    activation: "linear",
  });
  const bias = values(2);
  const set = { ...own, stride: /** @type {[number, number]} */ ([2, 2]), padding: "same" };
  assertClose(
    copiedMap(step, { kernel, bias }, input, 0, /** @type {any} */ (set)).values,
    mapsOf(strided, { kernel, bias }, input, 0),
  );
  // A window of 5 is the learned kernel with zeros around it: as with "same", but without its edge.
  const wide = copiedMap(step, { kernel, bias }, input, 0, { ...own, size: [5, 5] });
  assert.deepEqual(wide.sliding.map(({ positions }) => positions), [3, 1]);
  const all = mapsOf(step, { kernel, bias }, input, 0); // (5, 3)
  assertClose(wide.values, [all[4], all[7], all[10]]);
  // A window of 1 is the middle of the kernel.
  const narrow = copiedMap(step, { kernel, bias }, input, 0, { ...own, size: [1, 1] });
  const middle = [0, 1, 2].map((c) => kernel[((1 * 3 + 1) * 3 + c) * 2]);
  const first = bias[0] + middle.reduce((sum, weight, c) => sum + weight * input[c], 0);
  assert.ok(Math.abs(narrow.values[0] - first) < 1e-6);
});

Deno.test("dilation spreads the window, and one that does not fit has no place", () => {
  const input = values(7 * 5 * 3);
  const kernel = values(3 * 3 * 3 * 2);
  const step = stepOf("Conv2D", { ...CONVOLUTION, kernel_size: [3, 3], activation: "linear" });
  const bias = Float32Array.of(0, 0);
  const spread = copiedMap(step, { kernel, bias }, input, 1, {
    ...settingsOf(step),
    dilation: [2, 2],
  });
  assert.deepEqual(spread.sliding.map(({ window }) => window), [5, 5]);
  let sum = 0;
  for (let u = 0; u < 3; u++) {
    for (let v = 0; v < 3; v++) {
      for (let c = 0; c < 3; c++) {
        sum += kernel[((u * 3 + v) * 3 + c) * 2 + 1] * input[(2 * u * 5 + 2 * v) * 3 + c];
      }
    }
  }
  assert.ok(Math.abs(spread.values[0] - sum) < 1e-5);
  const none = copiedMap(step, { kernel, bias }, input, 1, {
    ...settingsOf(step),
    dilation: [3, 3],
  });
  assert.equal(none.values.length, 0);
});

Deno.test("pooling keeps a winner for each window and throws the rest away", () => {
  const options = { pool_size: [2, 2], strides: [2, 2], padding: "valid" };
  const step = stepOf("MaxPooling2D", options, [4, 5, 1]);
  // deno-fmt-ignore
  const input = Float32Array.of(
    1, 2, 0, 0, 9,
    3, 4, 0, 0, 9,
    5, 0, 7, 6, 9,
    0, 0, 6, 5, 9,
  );
  const loss = poolingLoss(step, input, 0);
  assert.deepEqual([...loss.kept], [6, 2, 10, 12]);
  assert.deepEqual([loss.size, loss.thrown, loss.zeros, loss.unseen, loss.outputs], [
    20,
    16,
    6,
    4,
    4,
  ]);
  const mean = poolingLoss(stepOf("AveragePooling2D", options, [4, 5, 1]), input, 0);
  assert.deepEqual([mean.kept.size, mean.thrown, mean.outputs], [0, 20, 4]);
});

Deno.test("values that change places inside their windows leave the pooled map as it is", () => {
  const input = values(7 * 5 * 3);
  for (const kind of ["MaxPooling2D", "AveragePooling2D"]) {
    for (const padding of ["valid", "same"]) {
      const step = stepOf(kind, { pool_size: [2, 2], strides: [2, 2], padding });
      assert.ok(isApart(step));
      const turned = turnedInWindows(step, input, 1);
      const before = input.filter((_, index) => index % 3 === 1);
      assert.notDeepEqual(turned, before);
      assertClose(pooledMap(step, turned), mapsOf(step, {}, input));
    }
  }
  assert.ok(
    !isApart(stepOf("MaxPooling2D", {
      pool_size: [3, 3],
      strides: [2, 2],
      padding: "valid",
    })),
  );
});
