/** Every layer, activation and loss: the way back against what small changes of weights do. */

/** @import { Product } from "../../../src/convscope/web/learning/product.js" */
/** @import { Random } from "../../../src/convscope/web/learning/random.js" */
import assert from "node:assert/strict";
import { createLoss, LOSSES } from "../../../src/convscope/web/learning/losses.js";
import { LAYERS_AT_WORK } from "../../../src/convscope/web/learning/layer_table.js";
import { createNetwork } from "../../../src/convscope/web/learning/network.js";
import { createProduct } from "../../../src/convscope/web/learning/product.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";
import { ACTIVATION_GRADIENTS } from "../../../src/convscope/web/learning/activation_gradients.js";
import { ACTIVATIONS } from "../../../src/convscope/web/net/activations.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { LAYER_KINDS } from "../../../src/convscope/web/net/layer_kinds.js";

const COUNT = 5;
const STEP = 1e-5;
const TOLERANCE = 1e-6;

/** All sizes different: swapped axes cannot go unnoticed. */
const PICTURE = [7, 5, 2];

/** @type {(options: Record<string, unknown>) => Record<string, any>} */
const conv = (options) => ({
  kind: "Conv2D",
  filters: 3,
  kernel_size: [3, 2],
  strides: [1, 1],
  padding: "valid",
  use_bias: true,
  activation: "linear",
  ...options,
});
/** @type {(options: Record<string, unknown>) => Record<string, any>} */
const depthwise = (options) => ({
  kind: "DepthwiseConv2D",
  kernel_size: [3, 2],
  strides: [1, 1],
  padding: "valid",
  depth_multiplier: 1,
  dilation_rate: [1, 1],
  activation: "linear",
  use_bias: true,
  ...options,
});
/** @type {(options: Record<string, unknown>) => Record<string, any>} */
const transposed = (options) => ({
  kind: "Conv2DTranspose",
  filters: 2,
  kernel_size: [3, 2],
  strides: [1, 1],
  padding: "valid",
  output_padding: null,
  dilation_rate: [1, 1],
  activation: "linear",
  use_bias: true,
  ...options,
});
/** @type {(units: number, activation?: string, use_bias?: boolean) => Record<string, any>} */
const dense = (units, activation = "linear", use_bias = true) => ({
  kind: "Dense",
  units,
  activation,
  use_bias,
});
/** @type {(options: Record<string, unknown>) => Record<string, any>} */
const resizing = (options) => ({
  kind: "Resizing",
  height: 3,
  width: 7,
  interpolation: "bilinear",
  crop_to_aspect_ratio: false,
  pad_to_aspect_ratio: false,
  fill_value: 0,
  ...options,
});
const flatten = { kind: "Flatten" };
const windows = [[[2, 3], [1, 2]], [[3, 2], [2, 1]], [[2, 2], [3, 3]]];
const paddings = ["valid", "same"];

/** @param {string} kind @returns {Record<string, any>[][]} */
function pooled(kind) {
  return windows.flatMap(([pool_size, strides]) =>
    paddings.map((padding) => [conv({}), { kind, pool_size, strides, padding }, flatten, dense(3)])
  );
}

/** @type {Record<string, Record<string, any>[][]>} Nets by the kind that they test. */
const NETS = {
  Conv2D: [
    ...windows.flatMap(([kernel_size, strides]) =>
      paddings.map((padding) => [
        conv({ kernel_size, strides, padding, use_bias: padding === "same" }),
        conv({ filters: 4, kernel_size: [1, 2], padding: "same" }),
        flatten,
        dense(3),
      ])
    ),
    [conv({ activation: "softmax" }), flatten, dense(3)],
    ...paddings.map((padding) =>
      [
        conv({ filters: 4 }),
        conv({ filters: 6, groups: 2, kernel_size: [2, 2], padding }),
        conv({ kernel_size: [2, 3], dilation_rate: [2, 1], padding: "same" }),
        conv({ kernel_size: [2, 2], dilation_rate: [1, 2], padding, use_bias: false }),
        flatten,
        dense(3),
      ].filter((_, index) => padding === "same" || index !== 2)
    ),
  ],
  DepthwiseConv2D: paddings.map((padding) => [
    conv({}),
    depthwise({ padding, depth_multiplier: 2, strides: [2, 1], use_bias: padding === "same" }),
    depthwise({ kernel_size: [1, 2], dilation_rate: [1, 2], padding: "same" }),
    flatten,
    dense(3),
  ]),
  Conv2DTranspose: [
    [
      conv({}),
      transposed({ strides: [2, 1], padding: "same" }),
      transposed({ kernel_size: [1, 2], strides: [2, 3], use_bias: false }),
      flatten,
      dense(3),
    ],
    [
      transposed({ filters: 3, dilation_rate: [2, 1], activation: "tanh" }),
      transposed({ kernel_size: [2, 2], strides: [3, 2], output_padding: [1, 0] }),
      flatten,
      dense(3),
    ],
  ],
  SeparableConv2D: paddings.map((padding) => [
    conv({}),
    depthwise({ kind: "SeparableConv2D", filters: 4, depth_multiplier: 2, padding }),
    depthwise({ kind: "SeparableConv2D", filters: 2, dilation_rate: [1, 2], padding: "same" }),
    flatten,
    dense(3),
  ]),
  MaxPooling2D: pooled("MaxPooling2D"),
  AveragePooling2D: pooled("AveragePooling2D"),
  GlobalAveragePooling2D: [[conv({}), { kind: "GlobalAveragePooling2D" }, dense(3)]],
  GlobalMaxPooling2D: [
    [conv({}), { kind: "GlobalMaxPooling2D" }, dense(3)],
    [conv({}), { kind: "GlobalMaxPooling2D", keepdims: true }, conv({ kernel_size: [1, 1] }), {
      kind: "GlobalAveragePooling2D",
      keepdims: true,
    }, flatten],
  ],
  BatchNormalization: [
    [conv({}), { kind: "BatchNormalization", momentum: 0.9, epsilon: 0.01 }, flatten, dense(3)],
    [flatten, dense(4), { kind: "BatchNormalization", momentum: 0.9, epsilon: 0.1 }, dense(3)],
  ],
  LayerNormalization: [
    [
      conv({}),
      { kind: "LayerNormalization", epsilon: 0.01, center: true, scale: true },
      flatten,
      dense(3),
    ],
    [
      conv({}),
      { kind: "LayerNormalization", epsilon: 0.1, center: false, scale: true },
      flatten,
      dense(4),
      { kind: "LayerNormalization", epsilon: 0.1, center: true, scale: false },
      dense(3),
    ],
  ],
  Activation: Object.keys(ACTIVATIONS).filter((name) => name !== "step").map((activation) => [
    conv({}),
    { kind: "Rescaling", scale: 0.25, offset: 0.1 }, // exponential would grow too large to compare
    { kind: "Activation", activation },
    flatten,
    dense(3),
  ]),
  ReLU: [
    [
      conv({}),
      { kind: "ReLU", max_value: 1.5, negative_slope: 0.25, threshold: 0.5 },
      flatten,
      dense(3),
    ],
    [
      conv({}),
      { kind: "ReLU", max_value: null, negative_slope: 0.3, threshold: 0 },
      flatten,
      dense(3),
    ],
  ],
  Normalization: [
    [
      conv({}),
      { kind: "Normalization", mean: null, variance: null, invert: false },
      flatten,
      dense(3),
    ],
    [
      conv({}),
      { kind: "Normalization", mean: [0.5, 1, 2], variance: [2, 4, 0.5], invert: true },
      flatten,
      dense(3),
    ],
  ],
  Resizing: [
    [conv({}), resizing({}), flatten, dense(3)],
    [
      conv({}),
      resizing({ interpolation: "nearest", pad_to_aspect_ratio: true, fill_value: 0.5 }),
      flatten,
      dense(3),
    ],
  ],
  CenterCrop: [
    [conv({}), { kind: "CenterCrop", height: 3, width: 2 }, flatten, dense(3)],
    [conv({}), { kind: "CenterCrop", height: 8, width: 3 }, flatten, dense(3)],
  ],
  PReLU: [
    [conv({}), { kind: "PReLU", shared_axes: null }, flatten, dense(3)],
    [conv({}), { kind: "PReLU", shared_axes: [1, 2] }, flatten, dense(3)],
    [flatten, dense(4), { kind: "PReLU", shared_axes: [1] }, dense(3)],
  ],
  Flatten: [[conv({}), flatten, dense(3)]],
  Reshape: [[conv({}), { kind: "Reshape", target_shape: [4, -1, 5] }, conv({}), flatten, dense(3)]],
  Dropout: [[conv({}), { kind: "Dropout", rate: 0.4 }, flatten, dense(3)]],
  SpatialDropout2D: [[conv({}), { kind: "SpatialDropout2D", rate: 0.4 }, flatten, dense(3)]],
  GaussianNoise: [[conv({}), { kind: "GaussianNoise", stddev: 0.5 }, flatten, dense(3)]],
  Cropping2D: [
    [conv({}), { kind: "Cropping2D", cropping: [[1, 2], [0, 1]] }, flatten, dense(3)],
    [
      conv({}),
      conv({ padding: "same" }),
      { kind: "Cropping2D", cropping: [[0, 1], [2, 0]] },
      flatten,
    ],
  ],
  Dense: [[flatten, dense(4, "tanh"), dense(3, "sigmoid", false), dense(3)]],
  Rescaling: [[conv({}), { kind: "Rescaling", scale: 1.5, offset: -2 }, flatten, dense(3)]],
  ZeroPadding2D: [
    [conv({}), { kind: "ZeroPadding2D", padding: [[1, 2], [0, 3]] }, conv({}), flatten, dense(3)],
  ],
};

const moves = { fill_mode: "reflect", interpolation: "bilinear", fill_value: 0 };

/** Layers that the page refuses to train, and says so. @type {Record<string, any>} */
const REFUSED = {
  RandomCrop: { height: 3, width: 2 },
  RandomFlip: { mode: "horizontal" },
  RandomRotation: { ...moves, factor: [-0.1, 0.1] },
  RandomZoom: { ...moves, height_factor: [-0.1, 0.1], width_factor: null },
  RandomTranslation: { ...moves, height_factor: [-0.1, 0.1], width_factor: [0, 0.5] },
  RandomContrast: { factor: [0.1, 0.2], value_range: [0, 1] },
  RandomBrightness: { factor: [-0.1, 0.1], value_range: [0, 1] },
};

for (const [kind, options] of Object.entries(REFUSED)) {
  Deno.test(`${kind}: the page says that it does not train it`, () => {
    const layers = [{ kind, ...options }, flatten, dense(3)];
    assert.throws(
      () => build(layers, { name: "mean_squared_error" }),
      /changes pictures at random/,
    );
  });
}

/** @param {string} kind @param {string[]} inputs */
const join = (kind, inputs) => ({ kind, inputs });
const end = [flatten, dense(3)];

/**
 * Nets with a join of two pictures, of three, of a picture and one value for each channel, for each
 * place, and of both, which give a picture only together.
 *
 * @param {string} kind
 */
function joined(kind) {
  const maps = [conv({ padding: "same" }), conv({ padding: "same", inputs: ["input"] })];
  const means = { kind: "GlobalAveragePooling2D", inputs: ["layer0"] };
  const single = conv({ filters: 1, kernel_size: [1, 1], inputs: ["layer0"] });
  const [first] = maps;
  const few = [
    [...maps, join(kind, ["layer0", "layer1"]), ...end],
    [...maps, means, join(kind, ["layer1", "layer2"]), ...end],
    [...maps, single, join(kind, ["layer2", "layer1"]), ...end],
    [first, means, single, join(kind, ["layer1", "layer2"]), ...end],
    [first, join(kind, ["layer0", "layer0"]), ...end],
    [flatten, dense(4), dense(4), join(kind, ["layer1", "layer2"]), dense(3)],
  ];
  if (kind === "Subtract") return few;
  return [...few, [...maps, single, join(kind, ["layer2", "layer1", "layer0"]), ...end]];
}

for (const kind of ["Add", "Subtract", "Multiply", "Average", "Maximum"]) NETS[kind] = joined(kind);
NETS.Concatenate = [
  [
    conv({ padding: "same" }),
    conv({ padding: "same", filters: 4 }),
    join("Concatenate", ["layer1", "input", "layer0", "layer1"]),
    ...end,
  ],
  [flatten, dense(4), dense(2), join("Concatenate", ["layer2", "layer1"]), dense(3)],
];

/** Outputs that several layers take in: the gradient is the sum of what comes back from each. */
const GRAPHS = [
  [ // by layers that are no joins, three times, and by a join behind them
    conv({ padding: "same", activation: "tanh" }),
    conv({ padding: "same" }),
    { ...conv({ padding: "same" }), inputs: ["layer0"] },
    { kind: "Rescaling", scale: 0.5, offset: 1, inputs: ["layer0"] },
    join("Add", ["layer1", "layer2", "layer3", "layer0"]),
    ...end,
  ],
  [ // before all weights there is nothing to learn, beside them there is
    { kind: "Rescaling", scale: 2, offset: -1 },
    { kind: "MaxPooling2D", pool_size: [2, 2], strides: [1, 1], padding: "same" },
    conv({ padding: "same", filters: 2 }),
    join("Multiply", ["layer1", "layer2", "layer0"]),
    conv({ activation: "sigmoid" }),
    ...end,
  ],
  [ // a diamond inside of a diamond
    conv({ padding: "same" }),
    conv({ padding: "same", activation: "sigmoid" }),
    conv({ padding: "same" }),
    join("Maximum", ["layer1", "layer2"]),
    { kind: "BatchNormalization", momentum: 0.9, epsilon: 0.01 },
    join("Concatenate", ["layer0", "layer4"]),
    { kind: "GlobalMaxPooling2D" },
    { ...flatten, inputs: ["layer5"] },
    dense(6, "tanh"),
    join("Average", ["layer6", "layer8"]),
    dense(3),
  ],
];

Deno.test("gradients of outputs that several layers take in are added up", () => {
  for (const layers of GRAPHS) check(layers, { name: "mean_squared_error" });
});

Deno.test("every kind and every activation has a way back", () => {
  const kinds = Object.keys(LAYER_KINDS).sort();
  assert.deepEqual(Object.keys(LAYERS_AT_WORK).sort(), kinds);
  assert.deepEqual([...Object.keys(NETS), ...Object.keys(REFUSED)].sort(), kinds);
  assert.deepEqual(Object.keys(ACTIVATION_GRADIENTS).sort(), Object.keys(ACTIVATIONS).sort());
});

for (const [kind, nets] of Object.entries(NETS)) {
  Deno.test(`${kind}: gradients are what small changes of weights do`, () => {
    for (const layers of nets) check(layers, { name: "mean_squared_error" });
  });
}

for (const name of Object.keys(LOSSES)) {
  Deno.test(`${name}: its gradient, before and behind activations`, () => {
    check([flatten, dense(3)], { name, from_logits: true });
    for (const activation of ["softmax", "sigmoid"]) {
      check([flatten, dense(3, activation)], { name });
      // Dropout of nothing keeps the loss from looking at what enters the activation.
      check([flatten, dense(3, activation), { kind: "Dropout", rate: 0 }], { name });
    }
    // A single share of softmax is always 1.
    if (!name.includes("categorical")) check([flatten, dense(1, "sigmoid")], { name });
  });
}

Deno.test("nothing is learned through a step", () => {
  const { network, run } = build([flatten, dense(4, "step"), dense(3)], {
    name: "mean_squared_error",
  });
  run();
  assert.ok(network.tensors.get("layer1.kernel")?.gradient?.every((value) => value === 0));
  assert.ok(network.tensors.get("layer2.bias")?.gradient?.some((value) => value !== 0));
});

/** @param {Record<string, any>[]} layers @param {{name: string, from_logits?: boolean}} loss */
function check(layers, loss) {
  const { network, run } = build(layers, loss);
  run();
  run(); // nothing of the step before is left
  const found = network.gradients.slice();
  const { trained } = network;
  assert.ok(found.some((value) => Math.abs(value) > 1e-3), "there is something to compare");
  for (let i = 0; i < trained.length; i++) {
    const value = trained[i];
    trained[i] = value + STEP;
    const above = run();
    trained[i] = value - STEP;
    const below = run();
    trained[i] = value;
    const expected = (above - below) / (2 * STEP);
    assert.ok(
      Math.abs(found[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)),
      `${JSON.stringify(layers)}, ${loss.name}: weight ${i} has ${found[i]}, not ${expected}`,
    );
  }
}

/**
 * Returns a net in float64, where differences are exact enough, and what runs it both ways with the
 * same random numbers each time.
 *
 * @param {Record<string, any>[]} layers
 * @param {{name: string, from_logits?: boolean}} lossSettings
 */
function build(layers, lossSettings) {
  const architecture = readArchitecture({
    input: { shape: PICTURE },
    layers: layers.map((layer, i) => ({ ...layer, name: `layer${i}` })),
  });
  const random = createRandom([3]);
  const draw = (/** @type {number} */ length) => Float64Array.from({ length }, random.normal);
  /** @type {any} */
  const weights = {};
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const [name, shape] of Object.entries(parameterShapes)) {
      const values = draw(shape.reduce((a, b) => a * b, 1));
      weights[layer.name][name] = name.endsWith("variance") ? values.map(Math.abs) : values;
    }
  }
  /** @type {Product} */
  const product = {
    ...createProduct(),
    allocate: (length) => /** @type {any} */ (new Float64Array(length)),
  };
  let masks = createRandom([4]);
  /** @type {Random} */
  const repeated = { ...masks, bits: () => masks.bits(), normal: () => masks.normal() };
  const network = createNetwork({
    architecture,
    weights,
    batchSize: COUNT + 2, // a batch that is not full
    product,
    random: repeated,
  });
  network.input.set(draw(network.input.length));
  const last = network.stages[network.stages.length - 1];
  const loss = createLoss(lossSettings, last);
  const targets = /** @type {any} */ (Float64Array.from(
    { length: COUNT * last.size },
    (_, i) => i % last.size === Math.floor(i / last.size) % 3 ? 1 : 0,
  ));
  return {
    network,
    run() {
      masks = createRandom([4]);
      network.forward(COUNT, true);
      const value = loss.compute(targets, COUNT);
      network.backward(COUNT, loss.isBeforeActivation);
      return value;
    },
  };
}
