/** The golden files that Python's arithmetic wrote and reads as well. */

import assert from "node:assert/strict";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { explainGradient } from "../../../src/convscope/web/net/gradient_inspector.js";
import { explainNeuron } from "../../../src/convscope/web/net/inspector.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { bytesToInput } from "../../../src/convscope/web/net/preprocess.js";
import { compileEveryKernel } from "./kernels.js";

/** @import { Compiled } from "../../../src/convscope/web/net/kernel.js" */

const FOLDER = new URL("../../data/golden/", import.meta.url);
const TOLERANCE = 1e-5; // Python computes in float64, the page keeps float32.

/** With every kernel, and without any. */
const ENGINES = [...compileEveryKernel(), null];

const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
assert.ok(names.length > 0, "the golden files are missing: python tests/data/make_golden.py");

for (const name of names) {
  for (const compiled of ENGINES) testGolden(name, compiled);
}

/** @param {string} file @param {Compiled | null} compiled */
function testGolden(file, compiled) {
  const golden = JSON.parse(Deno.readTextFileSync(new URL(file, FOLDER)));
  const name = `${file}, ${compiled ? `${compiled.numRows} rows at once` : "in JavaScript"}`;
  const executor = openGolden(golden, compiled);
  const input = bytesToInput(
    Uint8Array.from(golden.image.flat(Infinity)),
    executor.model.architecture.input.value_range,
  );
  const { layers, probabilities } = executor.run(input);

  Deno.test(`${name}: the bytes become the same input`, () => {
    compare([...input], golden.inputs.flat(Infinity));
  });

  Deno.test(`${name}: every layer puts out the same`, () => {
    assert.deepEqual(layers.map((layer) => layer.name), Object.keys(golden.layers));
    for (const layer of layers) {
      const expected = golden.layers[layer.name];
      assert.equal(layer.kind, expected.kind);
      compare([...layer.preActivation], expected.pre_activation.flat(Infinity), layer.name);
      compare([...layer.activation], expected.activation.flat(Infinity), layer.name);
    }
  });

  Deno.test(`${name}: the probabilities are the same`, () => {
    compare([...probabilities], golden.probabilities);
  });

  for (const expected of golden.neurons) {
    const { layer, position } = expected;
    Deno.test(`${name}: neuron ${layer} ${position} is explained alike`, () => {
      compare(explainNeuron(executor, layer, position), expected);
    });
  }

  for (
    const { layer, position, target, class_index: classIndex, label, expected } of golden.gradients
  ) {
    Deno.test(`${name}: the ${target}'s gradient at ${layer} ${position} is explained alike`, () => {
      const aim = target === "logit" ? { target, classIndex } : { target, label };
      compare(explainGradient(executor, layer, position, aim), expected);
    });
  }
}

/** @param {any} golden @param {Compiled | null} compiled */
function openGolden(golden, compiled) {
  /** @type {Record<string, Record<string, Float32Array>>} */
  const weights = {};
  const architecture = readArchitecture(golden.architecture);
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = Object.fromEntries(
      Object.keys(parameterShapes).map((tensor) => {
        const values = [golden.weights[`${layer.name}.${tensor}`]].flat(Infinity);
        return [tensor, Float32Array.from(values)];
      }),
    );
  }
  const about = { classNames: golden.class_names, placement: "none", fit: "pad" };
  return createExecutor({ architecture, weights, ...about, trainedOn: {}, about: {} }, compiled);
}

/**
 * Asserts that two values are the same, numbers within float32's precision.
 *
 * @param {any} found
 * @param {any} expected
 * @param {string} [where]
 */
function compare(found, expected, where = "") {
  if (typeof expected === "number" && typeof found === "number") {
    const difference = Math.abs(found - expected);
    const isNear = difference <= TOLERANCE * Math.max(1, Math.abs(expected));
    assert.ok(isNear, `${where}: ${found} instead of ${expected}`);
  } else if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), where);
    for (const key of Object.keys(expected)) compare(found[key], expected[key], `${where}.${key}`);
  } else {
    assert.deepEqual(found, expected, where);
  }
}
