/** Two nets beside each other: what is opened in one is opened in the other where it has it. */

import assert from "node:assert/strict";
import { createStore } from "../../../src/convscope/web/core/state.js";
import { inspectAddress } from "../../../src/convscope/web/studio/links.js";
import { keepTogether, moved, openedIn } from "../../../src/convscope/web/studio/inspect_state.js";

const CLOSED = { layer: "", neuron: [], term: -1, pass: "forward", aim: "", closer: "" };

/** @param {Record<string, [kind: string, shape: number[]]>} layers @returns {any} */
function modelOf(layers) {
  const steps = Object.entries(layers).map(([name, [kind, outputShape]]) => ({
    layer: { name, kind },
    outputShape,
  }));
  return { architecture: { steps } };
}

const SMALL = modelOf({ conv: ["Conv2D", [8, 8, 4]], dense: ["Dense", [3]] });
const LARGE = modelOf({ conv: ["Conv2D", [16, 16, 6]], dense: ["Dense", [3]] });
const OTHER = modelOf({ conv: ["MaxPooling2D", [8, 8, 4]] });

/** @param {any} model @param {Record<string, unknown>} [opened] @returns {any} */
const stateOf = (model, opened = {}) => ({
  ...CLOSED,
  model,
  heat: false,
  filters: false,
  plain: false,
  strokes: [],
  picture: null,
  example: 0,
  ...opened,
});

Deno.test("the same map is opened at the same place of the image", () => {
  const opened = openedIn(stateOf(LARGE, { layer: "conv", neuron: [15, 3, 2], term: 4 }), SMALL);
  assert.deepEqual(opened, { ...CLOSED, layer: "conv", neuron: [7, 1, 2], term: 4 });
  assert.deepEqual(openedIn(stateOf(SMALL, { layer: "dense", neuron: [2] }), LARGE).neuron, [2]);
});

Deno.test("a map or layer that the other net lacks stays closed there", () => {
  assert.deepEqual(openedIn(stateOf(LARGE, { layer: "conv", neuron: [0, 0, 5] }), SMALL), CLOSED);
  assert.deepEqual(openedIn(stateOf(SMALL, { layer: "conv", neuron: [0, 0, 1] }), OTHER), CLOSED);
  assert.deepEqual(openedIn(stateOf(SMALL, { layer: "dense", neuron: [1] }), OTHER), CLOSED);
});

Deno.test("either net leads, and closing one closes both", () => {
  const first = createStore(stateOf(LARGE, { layer: "conv", neuron: [2, 2, 1] }));
  const second = createStore(stateOf(SMALL));
  const end = keepTogether(first, second);
  assert.deepEqual(second.get().neuron, [1, 1, 1]);
  second.set({ neuron: [3, 3, 2], heat: true });
  assert.deepEqual(first.get().neuron, [7, 7, 2]);
  assert.equal(first.get().heat, true);
  first.set({ layer: "", neuron: [] });
  assert.equal(second.get().layer, "");
  second.set({ strokes: [1] });
  assert.deepEqual(first.get().strokes, [1]);
  end();
  first.set({ layer: "conv", neuron: [0, 0, 0] });
  assert.equal(second.get().layer, "");
});

Deno.test("the image after the last is the first", () => {
  assert.deepEqual(moved(["A", "test", 9], 1, 10), ["A", "test", 0]);
  assert.deepEqual(moved(["A", "test", 0], -1, 10), ["A", "test", 9]);
});

Deno.test("an address names both nets and their places of the image", () => {
  const hash = new URLSearchParams(
    inspectAddress("ja", ["A", "test", 3], ["B", "test", 4]).slice(1),
  );
  assert.deepEqual(Object.fromEntries(hash), {
    language: "ja",
    screen: "inspect",
    inspected: '["A","test",3]',
    versus: '["B","test",4]',
  });
});
