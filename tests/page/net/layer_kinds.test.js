/**
 * What neurons of every kind depend on: as declared by hand in `tests/data/layer_kinds.json`, which
 * Python's tests read as well, and as found by changing every value of the input.
 */

import assert from "node:assert/strict";
import { positionOf, product } from "../../../src/convscope/web/core/arrays.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { gradCamLayer } from "../../../src/convscope/web/net/grad_cam.js";
import { explainNeuron } from "../../../src/convscope/web/net/inspector.js";
import { KIND_FACTS } from "../../../src/convscope/web/net/kind_facts.js";
import { LAYER_KINDS } from "../../../src/convscope/web/net/layer_kinds.js";

/** @import { Architecture } from "../../../src/convscope/web/net/architecture.js" */
/** @import { Executor } from "../../../src/convscope/web/net/executor.js" */
/** @import { Model } from "../../../src/convscope/web/net/model.js" */
/** @import { Region } from "../../../src/convscope/web/net/regions.js" */

/** @param {string} name */
const readData = (name) =>
  JSON.parse(Deno.readTextFileSync(new URL(`../../data/${name}`, import.meta.url)));

const { kinds, nets } = readData("layer_kinds.json");

/** Small changes move what is squeezed; large ones make losers win and lift what is cut off. */
const CHANGES = [1, -1, 40, -40];

/** Weights and inputs that are tried: what is lost in one of them is not in another. */
const NUM_TRIES = 6;

/** @param {number} seed @returns {() => number} numbers from −1.5 to 1.5, hardly ever near 0 */
function randomNumbers(seed) {
  let state = seed + 1;
  return () => {
    state = Math.imul(state, 1103515245) + 12345 >>> 0;
    return (state / 2 ** 32 - 0.5) * 3;
  };
}

/** @param {any} net @returns {Architecture} */
function architectureOf({ input, layers }) {
  return readArchitecture({ input: { shape: input }, layers });
}

/**
 * @param {Architecture} architecture
 * @param {number} seed
 * @returns {Executor} that has run an input
 */
function executorOf(architecture, seed) {
  const random = randomNumbers(seed);
  /** @type {Record<string, Record<string, Float32Array>>} */
  const weights = {};
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const [name, shape] of Object.entries(parameterShapes)) {
      const values = Float32Array.from({ length: product(shape) }, random);
      weights[layer.name][name] = name.endsWith("variance")
        ? values.map((value) => Math.abs(value) + 0.1)
        : values;
    }
  }
  const executor = createExecutor(/** @type {Model} */ ({ architecture, weights }), null);
  executor.run(Float32Array.from({ length: product(architecture.input.shape) }, random));
  return executor;
}

/**
 * Returns the smallest region of the input around all values that move a neuron.
 *
 * @param {Architecture} architecture
 * @param {number} index of the neuron's layer
 * @returns {(neuron: number) => number[][]} [0, 0] for every axis where nothing moves it
 */
function movedBy(architecture, index) {
  const { shape } = architecture.input;
  /** @type {Set<number>[]} */
  const moving = [];
  for (let seed = 0; seed < NUM_TRIES; seed++) {
    const executor = executorOf(architecture, seed);
    const input = executor.input.slice();
    const unchanged = executor.stages[index].activation.slice();
    input.forEach((value, place) => {
      for (const change of CHANGES) {
        const changed = input.slice();
        changed[place] = value + change;
        executor.run(changed);
        executor.stages[index].activation.forEach((now, neuron) => {
          moving[neuron] ??= new Set();
          if (now !== unchanged[neuron]) moving[neuron].add(place);
        });
      }
    });
  }
  return (neuron) => {
    const places = [...moving[neuron]].map((place) => positionOf(shape, place));
    return Array.from(shape, (_, axis) => {
      const along = places.map((place) => place[axis]);
      return along.length ? [Math.min(...along), Math.max(...along) + 1] : [0, 0];
    });
  };
}

/** @param {Region} region @returns {number[][]} rows and columns, or indices */
function placesOf(region) {
  const ends = Object.values(region).slice(0, 2);
  return ends.every(([first, end]) => first < end) ? ends : ends.map(() => [0, 0]);
}

Deno.test("every kind has facts and cases", () => {
  assert.deepEqual(Object.keys(KIND_FACTS), Object.keys(LAYER_KINDS));
  const ofOne = Object.keys(LAYER_KINDS).filter((kind) => !KIND_FACTS[kind].joins);
  assert.deepEqual(Object.keys(kinds), ofOne);
});

for (const { input, layer, field, neuron, region } of Object.values(kinds).flat()) {
  const what = `${JSON.stringify(layer)} on ${input}`;
  const architecture = architectureOf({ input, layers: [layer] });

  Deno.test(`${what}: a neuron sees what was declared`, () => {
    const { size, stride, offset } = architecture.steps[0].receptiveField;
    assert.deepEqual({ size: [...size], stride: [...stride], offset }, field);
    assert.deepEqual(explainNeuron(executorOf(architecture, 0), layer.name, neuron).region, region);
  });

  Deno.test(`${what}: a neuron moves with its region and nothing else`, () => {
    const { outputShape } = architecture.steps[0];
    const executor = executorOf(architecture, 0);
    const moved = movedBy(architecture, 0);
    for (let at = 0; at < product(outputShape); at++) {
      const position = positionOf(outputShape, at);
      const explained = explainNeuron(executor, layer.name, position);
      assert.deepEqual(Object.values(explained.region), moved(at), String(position));
      assert.deepEqual(placesOf(explained.input_region), moved(at).slice(0, 2), String(position));
    }
  });
}

for (const net of nets) {
  const architecture = architectureOf(net);
  const index = architecture.layers.findIndex(({ name }) => name === net.layer);

  Deno.test(`${net.name}: a neuron sees what was declared`, () => {
    const found = explainNeuron(executorOf(architecture, 0), net.layer, net.neuron);
    assert.deepEqual(found.region, net.region);
    assert.deepEqual(found.input_region, net.input_region);
  });

  Deno.test(`${net.name}: a neuron moves with what it sees and nothing else`, () => {
    const { outputShape } = architecture.steps[index];
    const executor = executorOf(architecture, 0);
    const moved = movedBy(architecture, index);
    for (let at = 0; at < product(outputShape); at++) {
      const position = positionOf(outputShape, at);
      const { input_region: region } = explainNeuron(executor, net.layer, position);
      assert.deepEqual(placesOf(region), moved(at).slice(0, 2), String(position));
    }
  });
}

for (const { name, layer, reason, ...net } of readData("heat_map_layers.json")) {
  Deno.test(`the heat map of a net with ${name}`, () => {
    const architecture = architectureOf(net);
    const found = gradCamLayer(architecture);
    assert.equal(found && architecture.layers[found.index].name, layer);
    assert.equal(found && found.reason, reason);
  });
}
