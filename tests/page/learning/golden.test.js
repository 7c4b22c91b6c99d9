/** Trainings that Python's engine took as well: the same losses, step by step, and weights. */

/** @import { Examples } from "../../../src/convscope/web/learning/examples.js" */
import assert from "node:assert/strict";
import { embeddedDigits } from "../../../src/convscope/web/learning/digits.js";
import { examplesFromImages } from "../../../src/convscope/web/learning/examples.js";
import { fastestProduct } from "../../../src/convscope/web/learning/kernel_product.js";
import { createProduct } from "../../../src/convscope/web/learning/product.js";
import { createTraining } from "../../../src/convscope/web/learning/training.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";

const TOLERANCE = 1e-4;

/** @type {any[]} */
const cases = JSON.parse(
  Deno.readTextFileSync(new URL("../../data/learning/golden.json", import.meta.url)),
);

const PRODUCTS = { script: createProduct, kernel: fastestProduct };

for (
  const [golden, [how, create]] of cases.flatMap((golden) =>
    Object.entries(PRODUCTS).map((each) => /** @type {const} */ ([golden, each]))
  )
) {
  Deno.test(`${golden.name}: ${golden.losses.length} steps as in Python, ${how}`, async () => {
    const { architecture, loss, optimizer, batch_size, seed } = golden;
    const training = createTraining({
      architecture,
      examples: await examplesOf(golden),
      weights: golden.weights ? byLayer(golden.weights) : undefined,
      loss,
      optimizer,
      batch_size,
      seed,
    }, create());
    for (const [step, expected] of golden.losses.entries()) {
      const found = training.step().loss;
      assert.ok(
        Math.abs(found - expected) <= TOLERANCE,
        `step ${step}: ${found} instead of ${expected}`,
      );
    }
    for (const [name, expected] of Object.entries(golden.final ?? {})) {
      const values = training.network.tensors.get(name)?.values ?? [];
      assert.equal(values.length, expected.length);
      const worst = Math.max(
        ...expected.map((/** @type {number} */ x, /** @type {number} */ i) =>
          Math.abs(x - values[i])
        ),
      );
      assert.ok(worst <= 1e-3, `${name} is off by ${worst}`);
    }
  });
}

/** @param {any} golden @returns {Promise<Examples>} */
async function examplesOf({ architecture, inputs, labels, targets, digits }) {
  if (digits) {
    const { images, labels } = (await embeddedDigits()).train;
    const net = readArchitecture(architecture);
    return examplesFromImages(images.slice(0, digits), labels.slice(0, digits), net);
  }
  return {
    inputs: Float32Array.from(inputs),
    labels: labels && Int32Array.from(labels),
    targets: targets && Float32Array.from(targets),
  };
}

/** @param {Record<string, number[]>} tensors by `<layer>.<tensor>` */
function byLayer(tensors) {
  /** @type {Record<string, Record<string, Float32Array>>} */
  const weights = {};
  for (const [name, values] of Object.entries(tensors)) {
    const dot = name.lastIndexOf(".");
    weights[name.slice(0, dot)] ??= {};
    weights[name.slice(0, dot)][name.slice(dot + 1)] = Float32Array.from(values);
  }
  return weights;
}
