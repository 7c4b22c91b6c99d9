import assert from "node:assert/strict";
import { createArena } from "../../../src/convscope/web/net/arena.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { createKernelEngine } from "../../../src/convscope/web/net/kernel_engine.js";
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

/** @param {number} size @param {Record<string, any>} [options] */
const depthwise = (size, options) => ({
  kind: "DepthwiseConv2D",
  name: "own",
  kernel_size: [size, size],
  strides: [1, 1],
  padding: "same",
  depth_multiplier: 1,
  dilation_rate: [1, 1],
  activation: "relu",
  use_bias: true,
  ...options,
});

/** @param {Record<string, any>} [options] */
const separable = (options) => ({
  ...depthwise(3),
  kind: "SeparableConv2D",
  filters: 7,
  ...options,
});

/** @param {Record<string, any>} [options] */
const ramp = (options) => ({
  kind: "ReLU",
  name: "ramp",
  max_value: null,
  negative_slope: 0,
  threshold: 0,
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
  [[7, 13, 2], convolution(8, 2, { dilation_rate: [3, 5], activation: "linear" })],
  ...[[4, 6, 2], [6, 3, 3], [10, 15, 5], [14, 16, 2], [16, 16, 2], [3, 24, 3], [13, 13, 13]].map(
    ([channels, filters, groups]) => [
      [7, 5, channels],
      convolution(filters, 3, { groups, padding: "same", strides: [2, 1] }),
    ],
  ),
  [[7, 11, 6], convolution(9, 3, { groups: 3, dilation_rate: [2, 3], use_bias: false })],
  ...[1, 3, 4, 5, 7, 8, 11, 13, 17].flatMap((channels) => [
    [[5, 7, channels], depthwise(3)],
    [[7, 3, channels], depthwise(2, { padding: "valid", strides: [2, 1], activation: "relu6" })],
  ]),
  [[11, 13, 5], depthwise(3, { strides: [2, 2], use_bias: false, activation: "linear" })],
  [[11, 13, 7], depthwise(3, { dilation_rate: [2, 3] })],
  [[3, 11, 7], depthwise(5, { kernel_size: [1, 5], padding: "valid" })],
  [[5, 7, 3], depthwise(3, { kernel_size: [3, 2], strides: [2, 1], depth_multiplier: 2 })],
  [[5, 7, 2], depthwise(3, { depth_multiplier: 8 })],
  [[7, 5, 3], separable()],
  [[7, 5, 11], separable({ depth_multiplier: 2, strides: [2, 2], activation: "relu6" })],
  [[7, 5, 8], separable({ use_bias: false, dilation_rate: [1, 2], filters: 13 })],
  [[3, 5, 7], ramp()],
  [[3, 5, 7], ramp({ max_value: 0.5 })],
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
    [[5, 7, channels], { kind: "Cropping2D", name: "cut", cropping: [[1, 2], [3, 0]] }],
    [[5, 7, channels], { kind: "Activation", name: "relu", activation: "relu" }],
    [[5, 7, channels], { kind: "Activation", name: "relu6", activation: "relu6" }],
  ]),
  ...[1, 2, 5, 64].map((length) => [[length], {
    kind: "Dense",
    name: "dense",
    units: 11,
    activation: "relu",
    use_bias: true,
  }]),
];

/** What the kernel leaves to JavaScript. */
const LEFT = [
  [[3, 5, 7], ramp({ negative_slope: 0.1 })],
  [[3, 5, 7], ramp({ threshold: 0.5 })],
  ...joins([5, 7, 3], [1, 1, 3]),
  ...joins([5, 7, 4], [5, 7, 1]),
  ...joins([5, 1, 4], [1, 7, 4]),
  joinOf("Subtract", [[1, 1, 8], [5, 7, 8]]),
];

/** Joins of the input with pictures that are made of it. */
const JOINED = [
  ...[1, 3, 4, 7, 8].flatMap((channels) => joins([5, 7, channels], [5, 7, channels])),
  ...joins([5, 7, 8], [1, 1, 8]),
  ...joins([11], [11]),
  ...joins([1, 1, 8], [1, 1, 8]),
  ...[[3, 2], [4, 8], [1, 5]].map((channels) =>
    joinOf("Concatenate", channels.map((c) => [3, 5, c]))
  ),
  joinOf("Concatenate", [[3], [8], [1]]),
];

/**
 * Nets with each join of values, of three inputs where it takes as many, and in either order.
 *
 * @param {number[]} first
 * @param {number[]} second
 */
function joins(first, second) {
  return [
    joinOf("Subtract", [first, second]),
    ...["Add", "Multiply", "Average", "Maximum"].flatMap((kind) => [
      joinOf(kind, [first, second]),
      joinOf(kind, [second, first, second]),
    ]),
  ];
}

/**
 * @param {string} kind
 * @param {number[][]} shapes of what is joined; each is made of the input by a dense layer
 */
function joinOf(kind, shapes) {
  const layers = shapes.flatMap((shape, index) => [
    {
      kind: "Dense",
      name: `dense${index}`,
      units: shape.reduce((a, b) => a * b),
      activation: "linear",
      use_bias: true,
      inputs: ["input"],
    },
    { kind: "Reshape", name: `shaped${index}`, target_shape: shape },
  ]);
  const inputs = shapes.map((_, index) => `shaped${index}`);
  return [[3], ...layers, { kind, name: "join", inputs }];
}

/** @param {any} shape @param {any[]} layers */
function modelWith(shape, ...layers) {
  const net = { format: 2, input: { shape, value_range: [0, 1] }, layers };
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
    for (const [shape, ...layers] of [...NETS, ...JOINED, ...LEFT]) {
      const model = modelWith(shape, ...layers);
      const [fast, slow] = [compiled, null].map((engine) => createExecutor(model, engine));
      const where = `${JSON.stringify(layers)} on ${shape}`;
      for (const factor of [1, -3]) { // Nothing may be left of the run before.
        const input = fast.input.map((_, i) => factor * Math.sin(i * i + factor));
        const found = fast.run(input).layers[layers.length - 1];
        const expected = slow.run(input).layers[layers.length - 1];
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

Deno.test("what the kernel can compute is not left to JavaScript", () => {
  const compute = (/** @type {any} */ [shape, ...layers]) => {
    const model = modelWith(shape, ...layers);
    const operations = model.architecture.steps.map(() => ({
      forward() {
        throw new Error("left");
      },
      backward: () => [],
    }));
    const engine = createKernelEngine(model, operations, KERNELS[0]);
    for (const { compute } of engine?.layers ?? []) compute();
  };
  for (const net of [...NETS, ...JOINED]) compute(net);
  for (const net of LEFT) assert.throws(() => compute(net), /left/);
});

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
