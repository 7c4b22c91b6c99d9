import assert from "node:assert/strict";
import { createArena } from "../../../src/convscope/web/net/arena.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { compileKernel } from "../../../src/convscope/web/net/kernel.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { compileEveryKernel } from "./kernels.js";
import { modelFile } from "./models.js";

const KERNELS = compileEveryKernel();

/** @param {number} filters @param {number} size @param {Record<string, any>} [options] */
const convolution = (filters, size, options) => ({
  kind: "Conv2D",
  name: "convolution",
  filters,
  kernel_size: [size, size],
  strides: [1, 1],
  padding: "valid",
  activation: "relu",
  use_bias: true,
  ...options,
});

/** @param {string} kind @param {Record<string, any>} [options] */
const pooling = (kind, options) => ({
  kind,
  name: "pooling",
  pool_size: [2, 3],
  strides: [2, 2],
  padding: "same",
  ...options,
});

const norm = { kind: "BatchNormalization", name: "norm", momentum: 0.9, epsilon: 0.001 };

/** Shapes at which a kernel that counts in fours, sixes and eights could stumble. */
const NETS = [
  ...[1, 3, 4, 7, 8, 9, 16, 17].map((filters) => [[5, 7, 3], convolution(filters, 3)]),
  ...[1, 2, 3, 4, 5, 6, 7, 13].map((width) => [[1, width, 5], convolution(9, 1)]),
  ...[1, 2, 5].map((channels) => [[6, 5, channels], convolution(5, 2, { padding: "same" })]),
  [[9, 8, 3], convolution(6, 3, { padding: "same", strides: [2, 3] })],
  [[4, 4, 2], convolution(5, 5, { padding: "same", use_bias: false })],
  [[9, 8, 3], convolution(6, 3, { dilation_rate: [2, 1], activation: "relu" })],
  [[9, 8, 3], convolution(6, 3, { dilation_rate: [2, 3], padding: "same", activation: "relu" })],
  [[9, 8, 4], convolution(6, 3, { groups: 2, activation: "relu" })],
  [[9, 8, 3], {
    kind: "DepthwiseConv2D",
    name: "own",
    kernel_size: [3, 2],
    strides: [2, 1],
    padding: "same",
    depth_multiplier: 2,
    dilation_rate: [1, 1],
    activation: "relu",
    use_bias: true,
  }],
  ...[1, 3, 5, 8].flatMap((channels) => [
    [[5, 7, channels], pooling("MaxPooling2D")],
    [[5, 7, channels], pooling("AveragePooling2D")],
    [[5, 7, channels], { kind: "GlobalAveragePooling2D", name: "mean" }],
    [[5, 7, channels], { kind: "GlobalMaxPooling2D", name: "largest", keepdims: true }],
    [[5, 7, channels], norm],
    [[5, 7, channels], { kind: "Rescaling", name: "scaled", scale: 1 / 7, offset: -0.3 }],
    [[3, 2, channels], {
      kind: "ZeroPadding2D",
      name: "margin",
      padding: [[1, 2], [3, 0]],
    }],
    [[5, 7, channels], { kind: "Activation", name: "relu", activation: "relu" }],
  ]),
  ...[1, 2, 5, 64].map((length) => [[length], {
    kind: "Dense",
    name: "dense",
    units: 11,
    activation: "relu",
    use_bias: true,
  }]),
];

/** @param {any} shape @param {any} layer */
function modelWith(shape, layer) {
  const net = { format: 1, input: { shape, value_range: [0, 1] }, layers: [layer] };
  const model = loadModel(modelFile(net, { class_names: "[]" }));
  for (const tensors of Object.values(model.weights)) {
    for (const tensor of Object.values(tensors)) {
      tensor.forEach((_, i) => tensor[i] = Math.abs(Math.sin(3 * i + 1)) + 0.1 - (i % 2) * 0.4);
    }
    tensors.moving_variance?.forEach((value, i, all) => all[i] = Math.abs(value) + 0.5);
  }
  return model;
}

/** @param {Float32Array} found @param {Float32Array} expected @param {string} where */
function assertNear(found, expected, where) {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => {
    const isNear = Object.is(found[i], value) ||
      Math.abs(found[i] - value) <= 1e-5 * Math.max(1, Math.abs(value));
    assert.ok(isNear, `${where}, value ${i}: ${found[i]} instead of ${value}`);
  });
}

for (const compiled of KERNELS) {
  Deno.test(`${compiled.numRows} rows at once: the kernel computes what JavaScript does`, () => {
    for (const [shape, layer] of NETS) {
      const model = modelWith(shape, layer);
      const [fast, slow] = [compiled, null].map((engine) => createExecutor(model, engine));
      const where = `${JSON.stringify(layer)} on ${shape}`;
      for (const factor of [1, -3]) { // Nothing may be left of the run before.
        const input = fast.input.map((_, i) => factor * Math.sin(i * i + factor));
        const [found] = fast.run(input).layers;
        const [expected] = slow.run(input).layers;
        assertNear(found.preActivation, expected.preActivation, where);
        assertNear(found.activation, expected.activation, where);
      }
    }
  });

  Deno.test(`${compiled.numRows} rows at once: what is no number stays visible`, () => {
    const relu = { kind: "Activation", name: "relu", activation: "relu" };
    for (const layer of [pooling("MaxPooling2D", { pool_size: [2, 2] }), relu]) {
      const executor = createExecutor(modelWith([2, 2, 5], layer), compiled);
      for (let place = 0; place < 4; place++) {
        const input = new Float32Array(20).fill(-1);
        input[place * 5 + 2] = NaN;
        const values = [...executor.run(input).layers[0].activation];
        assert.equal(values.filter(Number.isNaN).length, 1, `${layer.kind} at ${place}`);
      }
    }
  });

  Deno.test(`${compiled.numRows} rows at once: a net's memory is taken once`, () => {
    const executor = createExecutor(loadModel(modelFile()), compiled);
    const { buffer, byteLength } = executor.input;
    const size = buffer.byteLength;
    for (let run = 0; run < 3; run++) executor.run(new Float32Array(6).fill(run));
    assert.equal(buffer.byteLength, size);
    assert.equal(executor.input.byteLength, byteLength);
    for (const { preActivation, activation } of executor.stages) {
      assert.equal(preActivation.buffer, buffer);
      assert.equal(activation.buffer === buffer, true);
    }
  });
}

Deno.test("two nets side by side leave each other's numbers alone", () => {
  const model = loadModel(modelFile());
  const [a, b] = [createExecutor(model), createExecutor(model)];
  const kept = [...a.run(new Float32Array(6).fill(1)).layers[0].activation];
  b.run(new Float32Array(6).fill(9));
  assert.deepEqual([...a.stages[0].activation], kept);
});

for (const compiled of [...KERNELS, null]) {
  const how = compiled ? `${compiled.numRows} rows at once` : "in JavaScript";
  Deno.test(`${how}: layers that change nothing share an array`, () => {
    const { stages } = createExecutor(loadModel(modelFile()), compiled);
    const [edges, flatten, verdict] = stages;
    assert.equal(flatten.preActivation, edges.activation);
    assert.equal(flatten.activation, edges.activation);
    assert.equal(verdict.activation, verdict.preActivation);
    assert.notEqual(edges.activation, edges.preActivation);
  });
}

Deno.test("a net that no memory holds is left to JavaScript", () => {
  const arena = createArena();
  arena.take(2 ** 31);
  assert.equal(arena.open(KERNELS[0]), null);
});

Deno.test("here there is a kernel", () => {
  assert.equal(compileKernel()?.numRows, KERNELS[0].numRows);
});
