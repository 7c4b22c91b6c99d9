import assert from "node:assert/strict";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { gradCam } from "../../../src/convscope/web/net/grad_cam.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { bytesToInput } from "../../../src/convscope/web/net/preprocess.js";
import { modelFile, SMALL_NET } from "./models.js";

Deno.test("a model file gives the net, its names and what is told about the data", () => {
  const model = loadModel(modelFile());
  assert.deepEqual(model.classNames, ["お", "き", "す"]);
  assert.equal(model.placement, "mnist");
  assert.equal(model.fit, "pad");
  assert.deepEqual(model.trainedOn, { name: "kmnist" });
  assert.deepEqual([...model.about.class_means.values], [7, 255]);
  assert.deepEqual(Object.keys(model.weights.edges), ["kernel", "bias"]);
});

Deno.test("a small net is computed as by hand", () => {
  const { layers, logits, probabilities } = createExecutor(loadModel(modelFile())).run(
    Float32Array.of(1, 2, 3, 4, 5, 6),
  );
  // Kernel by row, column, filter: −0.5 −0.4 | −0.3 −0.2 | −0.1 0 | 0.1 0.2; bias −0.5 −0.4.
  // Filter 0, first window: −0.5·1 − 0.3·2 − 0.1·3 + 0.1·4 − 0.5 = −1.5
  assertNear(layers[0].preActivation, [-1.5, -0.4, -3.1, -1.2]);
  assertNear(layers[0].activation, [0, 0, 0, 0]);
  assertNear(logits, [-0.5, -0.4, -0.3]);
  const sum = Math.exp(-0.2) + Math.exp(-0.1) + 1;
  assertNear(probabilities, [Math.exp(-0.2) / sum, Math.exp(-0.1) / sum, 1 / sum]);
});

Deno.test("layers describe themselves and share one array where nothing is activated", () => {
  const { layers } = createExecutor(loadModel(modelFile())).run(new Float32Array(6));
  assert.deepEqual(layers.map(({ name, kind, shape }) => [name, kind, [...shape]]), [
    ["edges", "Conv2D", [2, 1, 2]],
    ["flatten", "Flatten", [4]],
    ["verdict", "Dense", [3]],
  ]);
  assert.notEqual(layers[0].preActivation, layers[0].activation);
  assert.equal(layers[2].preActivation, layers[2].activation);
});

Deno.test("a second run leaves nothing of the first", () => {
  const executor = createExecutor(loadModel(modelFile()));
  const first = [...executor.run(Float32Array.of(1, 0, 0, 0, 0, 0)).logits];
  executor.run(Float32Array.of(-9, 8, -7, 6, -5, 4));
  assert.deepEqual([...executor.run(Float32Array.of(1, 0, 0, 0, 0, 0)).logits], first);
});

Deno.test("a diverged net shows NaN instead of a verdict", () => {
  const executor = createExecutor(loadModel(modelFile()));
  const { probabilities } = executor.run(new Float32Array(6).fill(NaN));
  assert.ok(probabilities.every(Number.isNaN));
});

Deno.test("an input of another size is refused", () => {
  const executor = createExecutor(loadModel(modelFile()));
  assert.throws(
    () => executor.run(new Float32Array(5)),
    /has 5 values.*needs 6, \(3, 2, 1\).*Bring the picture/,
  );
});

Deno.test("a net without feature maps has no heat map", () => {
  const net = { ...SMALL_NET, input: { shape: [6] }, layers: [SMALL_NET.layers[2]] };
  const executor = createExecutor(loadModel(modelFile(net)));
  executor.run(new Float32Array(6));
  assert.equal(gradCam(executor, 0), null);
});

Deno.test("without a convolution the last feature maps make the heat map", () => {
  const padding = { kind: "ZeroPadding2D", name: "frame", padding: [[1, 0], [0, 0]] };
  const net = { ...SMALL_NET, layers: [padding, ...SMALL_NET.layers.slice(1)] };
  const executor = createExecutor(loadModel(modelFile(net)));
  executor.run(new Float32Array(6).fill(1));
  const heatMap = gradCam(executor, 2);
  assert.equal(heatMap?.layer, "frame");
  assert.equal(heatMap?.reason, "last_feature_maps");
  assert.deepEqual([...heatMap.values], [0, 0, 1, 1, 1, 1, 1, 1]);
});

Deno.test("evidence against a class leaves its heat map empty", () => {
  const frame = { kind: "ZeroPadding2D", name: "frame", padding: [[1, 0], [0, 0]] };
  const net = { ...SMALL_NET, layers: [frame, ...SMALL_NET.layers.slice(1)] };
  const executor = createExecutor(loadModel(modelFile(net)));
  executor.run(new Float32Array(6).fill(-1));
  assert.ok(gradCam(executor, 2)?.values.every((value) => value === 0));
});

Deno.test("the last convolution makes the heat map", () => {
  const executor = createExecutor(loadModel(modelFile()));
  executor.run(Float32Array.of(1, 2, 3, 4, 5, 6));
  const heatMap = gradCam(executor, 0);
  assert.equal(heatMap?.layer, "edges");
  assert.equal(heatMap?.reason, "last_convolution");
});

Deno.test("bytes are mapped to the range that the net expects", () => {
  assertNear(bytesToInput(Uint8Array.of(0, 51, 255), [0, 1]), [0, 0.2, 1]);
  assertNear(bytesToInput(Uint8Array.of(0, 255), [-1, 1]), [-1, 1]);
  assertNear(bytesToInput(Uint8Array.of(0, 7, 255), [0, 255]), [0, 7, 255]);
});

/** @type {Record<string, [ArrayBuffer, RegExp]>} */
const REFUSED = {
  "another format": [modelFile(SMALL_NET, { format: "2" }), /format is 2.*convscope-model-1/],
  "weights of another net": [
    modelFile(SMALL_NET, {
      architecture: JSON.stringify(SMALL_NET).replace('"filters":2', '"filters":3'),
    }),
    /edges.kernel has shape \(2, 2, 1, 2\).*needs \(2, 2, 1, 3\)/,
  ],
  "missing weights": [
    modelFile(SMALL_NET, {
      architecture: JSON.stringify(SMALL_NET).replace('"verdict"', '"answer"'),
    }),
    /tensor answer.kernel is missing/,
  ],
  "weights too many": [
    modelFile(SMALL_NET, {
      architecture: JSON.stringify({ ...SMALL_NET, layers: SMALL_NET.layers.slice(0, 2) }),
    }),
    /verdict.kernel, verdict.bias are too many/,
  ],
  "an unknown kind": [
    modelFile(SMALL_NET, {
      architecture: JSON.stringify(SMALL_NET).replace("Flatten", "LSTM"),
    }),
    /Unknown layer kind "LSTM".*Known: Rescaling/,
  ],
};

for (const [what, [file, message]] of Object.entries(REFUSED)) {
  Deno.test(`${what} is refused`, () => assert.throws(() => loadModel(file), message));
}

/** @param {Float32Array} found @param {number[]} expected */
function assertNear(found, expected) {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 1e-6, `${[...found]}`));
}
