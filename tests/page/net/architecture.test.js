import assert from "node:assert/strict";
import { layerIndex, readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { LARGEST_SIDE } from "../../../src/convscope/web/net/kind_facts.js";
import { fieldWindow } from "../../../src/convscope/web/net/receptive_field.js";
import { SMALL_NET } from "./models.js";

const [CONVOLUTION, FLATTEN, DENSE] = SMALL_NET.layers;

const RESIZED = {
  name: "resized",
  height: 2,
  width: 3,
  interpolation: "nearest",
  crop_to_aspect_ratio: false,
  pad_to_aspect_ratio: false,
  fill_value: 0,
};

/** @param {any[]} layers */
const withLayers = (layers) => ({ ...SMALL_NET, layers });

/** @type {Record<string, [any, RegExp]>} */
const REFUSED = {
  "text that is not JSON": ["{", /not valid JSON/],
  "data without layers": [{ input: { shape: [1] } }, /lacks input or layers/],
  "a later format": [{ ...SMALL_NET, format: 3 }, /format is 3.*reads the formats 1 and 2.*Update/],
  "a kind named like a method": [withLayers([{ kind: "toString" }]), /kind "toString"/],
  "a layer that is null": [withLayers([null]), /kind "undefined"/],
  "a missing option": [
    withLayers([{ ...CONVOLUTION, strides: undefined }].map((l) => JSON.parse(JSON.stringify(l)))),
    /Layer "edges" \(Conv2D\) lacks strides/,
  ],
  "an unknown activation": [
    withLayers([{ ...CONVOLUTION, activation: "swish" }]),
    /activation="swish".*linear, relu/,
  ],
  "a window that does not fit": [
    withLayers([{ ...CONVOLUTION, kernel_size: [4, 2] }]),
    /received \(3, 2, 1\): its 4×2 window does not fit into 3×2.*at least 4 rows/,
  ],
  "a picture before a dense layer": [withLayers([DENSE]), /\(3, 2, 1\), a picture.*Flatten\(\)/],
  "a vector before a convolution": [withLayers([FLATTEN, CONVOLUTION]), /\(6,\), a flat vector/],
};

for (const [what, [json, message]] of Object.entries(REFUSED)) {
  Deno.test(`${what} is refused`, () => assert.throws(() => readArchitecture(json), message));
}

for (const kind of ["Resizing", "CenterCrop", "RandomCrop"]) {
  Deno.test(`the sides of ${kind} end where Python's do`, () => {
    const largest = { ...RESIZED, kind, height: LARGEST_SIDE };
    assert.equal(readArchitecture(withLayers([largest])).outputShape[0], LARGEST_SIDE);
    for (const side of ["height", "width"]) {
      const beyond = { ...RESIZED, kind, [side]: LARGEST_SIDE + 1 };
      const message = new RegExp(`${side}=${LARGEST_SIDE + 1}.*from 1 to ${LARGEST_SIDE}`);
      assert.throws(() => readArchitecture(withLayers([beyond])), message);
    }
  });
}

Deno.test("any number of layers will do, also none", () => {
  const { steps, outputShape, outputActivation } = readArchitecture(withLayers([]));
  assert.deepEqual([steps, outputShape, outputActivation], [[], [3, 2, 1], "linear"]);
});

Deno.test("what passes through keeps the last activation", () => {
  const dropout = { kind: "Dropout", name: "dropout", rate: 0.5 };
  const softmax = { ...DENSE, activation: "softmax" };
  const activationOf = (/** @type {any[]} */ layers) =>
    readArchitecture(withLayers(layers)).outputActivation;
  assert.equal(activationOf([FLATTEN, softmax, dropout]), "softmax");
  assert.equal(
    activationOf([CONVOLUTION, { kind: "GlobalAveragePooling2D", name: "mean" }]),
    "linear",
  );
});

Deno.test("a receptive field is clipped to the input", () => {
  const field = { size: [5, 5], stride: [2, 2], offset: [-1, 0], inputSize: [28, 28] };
  assert.deepEqual(fieldWindow(field, 0, 1), { top: 0, bottom: 4, left: 2, right: 7 });
});

Deno.test("layers are found by name", () => {
  const architecture = readArchitecture(SMALL_NET);
  assert.equal(layerIndex(architecture, "verdict"), 2);
  assert.throws(() => layerIndex(architecture, "dense"), /"dense".*edges, flatten, verdict/);
});
