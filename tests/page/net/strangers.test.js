/** Files from strangers: whatever they hold, the page says it in the one clear way. */

import assert from "node:assert/strict";
import { ConvscopeError } from "../../../src/convscope/web/core/errors.js";
import { readStrangersFile } from "../../../src/convscope/web/core/strangers.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { readSafetensors } from "../../../src/convscope/web/net/safetensors.js";
import { createService } from "../../../src/convscope/web/net/service.js";
import { modelFile, safetensorsFile, SMALL_NET } from "./models.js";

const [CONVOLUTION, FLATTEN, DENSE] = SMALL_NET.layers;

const GROWING = {
  kind: "Conv2DTranspose",
  name: "grown",
  filters: 2,
  kernel_size: [3, 2],
  strides: [1, 1],
  padding: "valid",
  output_padding: null,
  dilation_rate: [1, 1],
  activation: "linear",
  use_bias: true,
};

/** @param {any[]} layers @param {any} [input] */
const net = (layers, input = SMALL_NET.input) => ({ ...SMALL_NET, input, layers });

/** @type {Record<string, [any, RegExp]>} */
const NETS = {
  "no object": [null, /lacks input or layers/],
  "a shape that is a text": [net([], { shape: "big" }), /shape="big"\. Expected \[height/],
  "a shape of no pixels": [net([], { shape: [0, 3, 1] }), /shape=\[0,3,1\]/],
  "a range that is turned": [net([], { shape: [3], value_range: [1, 0] }), /value_range=\[1,0\]/],
  "filters in words": [net([{ ...CONVOLUTION, filters: "two" }]), /filters="two"\. Expected a who/],
  "half a filter": [net([{ ...CONVOLUTION, filters: 1.5 }]), /filters=1.5/],
  "very many filters": [net([{ ...CONVOLUTION, filters: 1e9 }]), /filters=1000000000/],
  "many filters": [net([{ ...CONVOLUTION, filters: 2 ** 24 }], { shape: [28, 28, 1] }), /values/],
  "a window that is a number": [net([{ ...CONVOLUTION, kernel_size: 3 }]), /kernel_size=3/],
  "strides of 0": [net([{ ...CONVOLUTION, strides: [0, 1] }]), /strides=\[0,1\]/],
  "strides and gaps": [
    net([{ ...GROWING, strides: [2, 1], dilation_rate: [1, 2] }]),
    /strides=\[2,1\] with dilation_rate=\[1,2\]/,
  ],
  "more padding than strides": [
    net([{ ...GROWING, output_padding: [0, 1] }]),
    /for output_padding=\[0,1\]\. Expected numbers below the strides/,
  ],
  "nothing that leaves": [
    net([{
      ...GROWING,
      kernel_size: [2, 2],
      strides: [2, 2],
      padding: "same",
      output_padding: [0, 0],
    }], {
      shape: [1, 3, 1],
    }),
    /received \(1, 3, 1\) for output_padding=\[0,0\]\. Expected .* something leaves/,
  ],
  "padding that is no pair of numbers": [
    net([{ ...GROWING, output_padding: 1 }]),
    /output_padding=1\. Expected two whole numbers from 0 to 16777216, or null/,
  ],
  "unknown padding": [net([{ ...CONVOLUTION, padding: "full" }]), /padding="full"/],
  "a flag that is a text": [net([{ ...CONVOLUTION, use_bias: "no" }]), /use_bias="no"/],
  "large padding": [
    net([{ kind: "ZeroPadding2D", name: "p", padding: [[30000, 30000], [30000, 30000]] }]),
    /values for one image.*keeps at most/,
  ],
  "padding that is no pair": [
    net([{ kind: "ZeroPadding2D", name: "p", padding: [1] }]),
    /padding=\[1\]/,
  ],
  "a rate of 1": [net([{ kind: "Dropout", name: "d", rate: 1 }]), /rate=1\. Expected a number fr/],
  "a scale that is none": [
    net([{ kind: "Rescaling", name: "r", scale: null, offset: 0 }]),
    /scale=null/,
  ],
  "a name that is a list": [net([{ ...FLATTEN, name: ["a"] }]), /name=\["a"\]/],
  "a very long name": [net([{ ...FLATTEN, name: "a".repeat(1e6) }]), /name="a{59}…a{15}"/],
  "a name twice": [net([FLATTEN, { ...DENSE, name: "flatten" }]), /"flatten" is used twice/],
  "very many layers": [net(Array(15_000).fill(FLATTEN)), /has 15000 layers/],
  "a kind that is an object": [net([{ kind: {} }]), /Unknown layer kind/],
};

for (const [what, [json, message]] of Object.entries(NETS)) {
  Deno.test(`a net with ${what} is refused`, () => {
    assert.throws(() => readArchitecture(json), (/** @type {any} */ error) => {
      assert.ok(error instanceof ConvscopeError, String(error));
      assert.match(error.message, message);
      assert.ok(error.message.length < 700);
      return true;
    });
  });
}

/** @type {Record<string, [Record<string, any>, RegExp]>} */
const TEXTS = {
  "names that are a number": [{ class_names: "3" }, /class_names is 3\. Expected a list of 3/],
  "too few names": [{ class_names: '["a", "b"]' }, /Expected a list of 3 texts/],
  "names that are no texts": [{ class_names: "[1, 2, 3]" }, /Expected a list of 3 texts/],
  "names that are no JSON": [{ class_names: "[" }, /class_names is \[\. Expected JSON/],
  "facts that are a list": [{ trained_on: "[]" }, /trained_on is \[\]\. Expected an object/],
  "facts that are null": [{ trained_on: "null" }, /Expected an object/],
  "JSON nested deeply": [{ trained_on: "[".repeat(5000) }, /trained_on is \[{60}…/],
  "a net nested deeply": [
    { architecture: `{"input": ${"[".repeat(5000)}${"]".repeat(5000)}, "layers": []}` },
    /lacks input or layers|cannot be read/,
  ],
  "a number of thousands of digits": [{ architecture: "9".repeat(5000) }, /lacks input or layers/],
  "texts that are none": [{ fit: 3 }, /metadata are not texts by name/],
};

for (const [what, [metadata, message]] of Object.entries(TEXTS)) {
  Deno.test(`a model with ${what} is refused`, () => {
    assert.throws(() => loadModel(modelFile(SMALL_NET, metadata)), message);
  });
}

/** @param {Record<string, Float32Array | Uint8Array>} changed tensors by name */
function fileWith(changed) {
  const { tensors, metadata } = readSafetensors(modelFile());
  /** @type {Record<string, any>} */
  const all = {};
  for (const [name, { shape, values }] of tensors) {
    const own = changed[name] ?? values;
    const bytes = new Uint8Array(own.buffer, own.byteOffset, own.byteLength);
    all[name] = { dtype: own instanceof Uint8Array ? "U8" : "F32", shape, bytes };
  }
  return safetensorsFile(all, metadata);
}

for (const value of [NaN, Infinity, -Infinity]) {
  Deno.test(`a weight of ${value} is refused`, () => {
    const bias = Float32Array.of(0, 1, value);
    assert.throws(
      () => loadModel(fileWith({ "verdict.bias": bias })),
      /Values of verdict\.bias are infinite or not a number\..*lower learning rate/,
    );
  });
}

Deno.test("tensors that lie over each other are refused before they are copied", () => {
  const bytes = new Uint8Array(1000);
  const file = safetensorsFile({ a: { dtype: "U8", shape: [1000], bytes } });
  const end = 8 + Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, end - 8)));
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`a${i}`, header.a]));
  const text = new TextEncoder().encode(JSON.stringify(many));
  const bomb = new Uint8Array(8 + text.length + 1000);
  new DataView(bomb.buffer).setBigUint64(0, BigInt(text.length), true);
  bomb.set(text, 8);
  assert.throws(() => readSafetensors(bomb.buffer), /its tensors need 100000 bytes of 1000/);
});

Deno.test("a layer called __proto__ is a layer like others", () => {
  const layers = [FLATTEN, { ...DENSE, name: "__proto__" }];
  const model = loadModel(modelFile(net(layers)));
  assert.deepEqual(Object.keys(model.weights["__proto__"]), ["kernel", "bias"]);
  createExecutor(model).run(new Float32Array(6));
});

Deno.test("what is none of ours becomes the clear error, what is ours stays", () => {
  const ours = new ConvscopeError("a", "b", "c");
  for (const thrown of [new TypeError("x".repeat(999)), new RangeError("y"), "text", null]) {
    assert.throws(() =>
      readStrangersFile(() => {
        throw thrown;
      }), /The model file cannot be read \(.{1,120}\)\. Expected a model.*Take another file/);
  }
  assert.throws(() =>
    readStrangersFile(() => {
      throw ours;
    }), (error) => error === ours);
});

Deno.test("a worker that is given any file at all never calls it a bug", () => {
  const answer = createService();
  const whole = new Uint8Array(modelFile());
  const random = pseudoRandom(1);
  let numRefused = 0;
  for (let round = 0; round < 3000; round++) {
    const file = whole.slice(0, round % 10 ? undefined : random(whole.length));
    for (let changes = random(3); changes >= 0; changes--) {
      file[random(file.length)] = random(2) ? random(256) : 0x30 + random(80);
    }
    const { error } = answer({ action: "load", net: "", file: file.buffer });
    if (!error) continue;
    numRefused++;
    assert.ok(!/bug/.test(error.expected), `${error.error} in round ${round}`);
  }
  assert.ok(numRefused > 1000);
});

/** @param {number} seed @returns {(below: number) => number} the same numbers every time */
function pseudoRandom(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}
