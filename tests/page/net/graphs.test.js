/** Nets whose layers take in each other: what the page reads of them, and what it refuses. */

import assert from "node:assert/strict";
import { ConvscopeError } from "../../../src/convscope/web/core/errors.js";
import { positionOf, product } from "../../../src/convscope/web/core/arrays.js";
import { layerIndex, readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { gradCamLayer } from "../../../src/convscope/web/net/grad_cam.js";
import {
  convolutionJson,
  denseJson,
  flattenJson,
} from "../../../src/convscope/web/net/layer_json.js";
import { regionOfInput } from "../../../src/convscope/web/net/regions.js";
import { fieldWindow } from "../../../src/convscope/web/net/receptive_field.js";
import { sourcesOf } from "../../../src/convscope/web/net/sources.js";

/** @import { LayerJson } from "../../../src/convscope/web/net/layer_json.js" */
/** @import { Model } from "../../../src/convscope/web/net/model.js" */

const GOLDEN = JSON.parse(
  Deno.readTextFileSync(new URL("../../data/golden/graph.json", import.meta.url)),
);

/** @param {LayerJson[]} layers @param {number} [format] */
const net = (layers, format = 2) =>
  readArchitecture({ format, input: { shape: [7, 5, 3], value_range: [0, 1] }, layers });

/** @param {string} name @param {string[]} [inputs] @param {number} [filters] @returns {LayerJson} */
const conv = (name, inputs, filters = 3) => ({
  ...convolutionJson(name, filters, 3, { padding: "same" }),
  ...inputs && { inputs },
});

/** @param {string} kind @param {string[]} inputs @returns {LayerJson} */
const join = (kind, inputs) => ({ kind, name: kind.toLowerCase(), inputs });

Deno.test("a layer takes in the one before it unless it names others", () => {
  const { steps, outputShape } = net([
    conv("a"),
    conv("b"),
    join("Add", ["b", "a"]),
    join("Concatenate", ["add", "input"]),
    flattenJson(),
  ]);
  assert.deepEqual(steps.map(({ inputs }) => inputs), [[-1], [0], [1, 0], [2, -1], [3]]);
  assert.deepEqual(outputShape, [210]);
  assert.equal(steps[2].rule, "shape unchanged, 2 inputs");
  assert.equal(steps[3].rule, "channels 3 + 3 = 6");
});

Deno.test("a chain may be written in both formats", () => {
  assert.deepEqual(net([conv("a"), flattenJson()], 1), net([conv("a"), flattenJson()]));
});

/** @type {[string, LayerJson[], RegExp][]} */
const REFUSED = [
  [
    "one that does not exist",
    [conv("a"), join("Add", ["a", "b"])],
    /"b", and no layer is called so/,
  ],
  ["one that comes later", [conv("a", ["b"]), conv("b", ["input"])], /"b", which stands behind it/],
  ["itself", [conv("a"), join("Add", ["add", "a"])], /in a circle: add → add\./],
  [
    "what it leads to",
    [conv("a", ["c"]), conv("b"), conv("c"), join("Add", ["c", "input"])],
    /in a circle: a → b → c → a\..*an input of "a"/,
  ],
  [
    "what it leads to, a thousand layers later",
    Array.from({ length: 1000 }, (_, i) => conv(`l${i}`, i ? undefined : ["l999"])),
    /in a circle: l0 → l1 → l2 → l3 → … → l999 → l0\./,
  ],
  ["one of a circle", [conv("a", ["b"]), conv("b", ["c"]), conv("c", ["b"])], /"b", which stands/],
  [
    "one behind it that is nothing",
    [conv("a", ["b"]), /** @type {any} */ (null)],
    /"b", and no la/,
  ],
  [
    "a layer called input",
    [conv("input"), conv("b"), join("Add", ["input", "b"])],
    /called "input"/,
  ],
  ["others, and is called input", [conv("a"), conv("input", ["a"])], /called "input"/],
  ["a very long name", [conv("a", ["b".repeat(1e6)])], /takes in "b{60}…b{16}", and/],
  ["two, but is no join", [conv("a"), conv("b", ["a", "input"])], /takes in 2 of the layers/],
  ["one, but is a join", [conv("a"), join("Add", ["a"])], /takes in 1 of the layers/],
  ["what it does not name", [conv("a"), { kind: "Add", name: "add" }], /takes in 1 of/],
  ["three sides of a difference", [conv("a"), join("Subtract", ["a", "a", "a"])], /takes in 3 of/],
  ["thousands", [conv("a"), join("Add", Array(10_000).fill("a"))], /takes in 10000 of/],
  ["unequal channels", [conv("a", [], 4), join("Add", ["a", "input"])], /\(7, 5, 4\) of "a" with/],
  [
    "unequal places",
    [{ ...conv("a"), padding: "valid" }, join("Concatenate", ["a", "input"])],
    /joins \(5, 3, 3\) of "a" with \(7, 5, 3\) of "input"/,
  ],
  ["no names", [{ ...conv("a"), inputs: [[["a"]]] }], /inputs=/],
  ["a number", [{ ...conv("a"), inputs: 5 }], /inputs=5/],
];

for (const [what, layers, reason] of REFUSED) {
  Deno.test(`a layer that takes in ${what} is refused`, () => {
    assert.throws(() => net(layers), (/** @type {any} */ error) => {
      assert.match(error.message, reason);
      return error instanceof ConvscopeError && error.message.length < 500;
    });
  });
}

Deno.test("a layer that leads nowhere is refused", () => {
  assert.throws(() => net([conv("a"), conv("b"), conv("c", ["a"])]), /No layer takes in .*"b"/);
});

Deno.test("a name is used once", () => {
  assert.throws(() => net([conv("a"), conv("a"), join("Add", ["a", "a"])]), /used twice/);
});

Deno.test("what branches two thousand times is read, computed and walked through at once", () => {
  const architecture = net(Array.from({ length: 2000 }, (_, index) => {
    const before = index ? `average${index - 1}` : "input";
    return { ...join("Average", [before, before]), name: `average${index}` };
  }));
  const executor = createExecutor(/** @type {any} */ ({ architecture, weights: {} }));
  const input = new Float32Array(105).fill(0.5);
  assert.deepEqual(executor.run(input).layers[1999].activation, input);
  const { rows, columns } = regionOfInput(architecture, 1999, [2, 3, 1]);
  assert.deepEqual([rows, columns], [[2, 3], [3, 4]]);
});

Deno.test("JSON that is nested without end is refused", () => {
  for (const text of ['{"input": {"shape": [3]}, "layers": ', '[{"inputs": ']) {
    assert.throws(() => readArchitecture(text.repeat(10_000)), /The net is not valid JSON/);
  }
  const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
  assert.throws(() => net([{ ...conv("a"), inputs: deep }]), /inputs=\[/);
});

Deno.test("too many layers and later formats are refused", () => {
  assert.throws(() => net(Array.from({ length: 10_000 }, (_, i) => conv(`l${i}`))), /10000 layers/);
  assert.throws(() => net([conv("a")], 3), /reads the formats 1 and 2/);
});

Deno.test("the heat map of a residual net is that of its block", () => {
  const found = gradCamLayer(net([
    conv("a"),
    conv("b"),
    join("Add", ["b", "a"]),
    { kind: "Activation", name: "relu", activation: "relu" },
    flattenJson(),
    denseJson("answer", 2),
  ]));
  assert.equal(found?.index, 3);
});

/** @returns {{move: (place: number, by: number) => void, executor: any}} */
function ran() {
  const architecture = readArchitecture(GOLDEN.architecture);
  /** @type {Record<string, Record<string, Float32Array>>} */
  const weights = {};
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const tensor of Object.keys(parameterShapes)) {
      const values = GOLDEN.weights[`${layer.name}.${tensor}`].flat(Infinity);
      weights[layer.name][tensor] = Float32Array.from(values);
    }
  }
  const executor = createExecutor(/** @type {Model} */ ({ architecture, weights }), null);
  const input = Float32Array.from(GOLDEN.inputs.flat(Infinity));
  executor.run(input);
  return {
    executor,
    move(place, by) {
      const changed = input.slice();
      changed[place] += by;
      executor.run(changed);
    },
  };
}

Deno.test("a join is made of a map of each of its layers", () => {
  const { executor } = ran();
  const { model, stages, input } = executor;
  /** @param {string} name */
  const at = (name) => layerIndex(model.architecture, name);
  /** @param {string} name @param {number[]} position */
  const sources = (name, position) => {
    const { shares } = sourcesOf(model, stages, input, at(name), position);
    return shares.map(({ index, place }) => [index, place]);
  };
  assert.deepEqual(sources("sum", [2, 1, 1]), [[at("branch"), 1], [at("stem"), 1]]);
  assert.deepEqual(sources("scaled", [2, 1, 0]), [[at("behind"), 0], [at("gates"), 0], [
    at("stem"),
    0,
  ]]);
  assert.deepEqual(sources("appended", [2, 1, 3]), [[-1, 1]]);
});

Deno.test("nothing outside of what a neuron sees moves it", () => {
  const { executor, move } = ran();
  const { architecture } = executor.model;
  const { shape } = architecture.input;
  const unchanged = executor.stages.map((/** @type {any} */ { activation }) => activation.slice());
  const numMoved = architecture.steps.map(() => 0);
  for (let place = 0; place < product(shape); place++) {
    const [row, column] = positionOf(shape, place);
    for (const by of [3, -3, 40, -40]) {
      move(place, by);
      for (const [index, step] of architecture.steps.entries()) {
        executor.stages[index].activation.forEach((/** @type {number} */ now, at = 0) => {
          if (now === unchanged[index][at]) return;
          numMoved[index]++;
          const position = positionOf(step.outputShape, at);
          const { rows, columns } = regionOfInput(architecture, index, position);
          const where = `${step.layer.name} ${position} sees ${rows}, ${columns}, not ${row}`;
          assert.ok(rows[0] <= row && row < rows[1], where);
          assert.ok(columns[0] <= column && column < columns[1], where);
          if (step.outputShape.length === 1) return;
          const seen = fieldWindow(step.receptiveField, position[0], position[1]);
          assert.ok(seen.top <= row && row < seen.bottom, `${where} by its layer`);
          assert.ok(seen.left <= column && column < seen.right, `${where} by its layer`);
        });
      }
    }
  }
  assert.ok(numMoved.every((/** @type {number} */ count) => count > 0), String(numMoved));
});
