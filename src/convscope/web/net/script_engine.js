/** Computes a net in JavaScript: where WebAssembly is missing or forbidden. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Model } from "./model.js" */
/** @import { Operation } from "./operations.js" */
import { product } from "../core/arrays.js";
import { ACTIVATIONS } from "./activations.js";
import { KIND_FACTS } from "./kind_facts.js";

/**
 * The arrays of one layer, and what fills them from the arrays of the layers that it takes in. A
 * layer that changes nothing shares the array of the layer before.
 *
 * @typedef {object} LayerMemory
 * @property {Float32Array} preActivation
 * @property {Float32Array} activation the same array where there is no activation function
 * @property {() => void} compute
 */

/** @typedef {{input: Float32Array, layers: LayerMemory[]}} Engine */

/**
 * Returns an engine with all the memory that it needs.
 *
 * @param {Model} model
 * @param {Operation[]} operations one per layer
 * @returns {Engine}
 */
export function createScriptEngine({ architecture }, operations) {
  const input = new Float32Array(product(architecture.input.shape));
  /** @type {LayerMemory[]} */
  const layers = [];
  architecture.steps.forEach((step, index) => {
    const inputs = step.inputs.map((from) => layers[from]?.activation ?? input);
    const length = product(step.outputShape);
    const isUnchanged = KIND_FACTS[step.layer.kind].keeps_values;
    const preActivation = isUnchanged ? inputs[0] : new Float32Array(length);
    const activate = activator(step.outputShape, step.layer.activation);
    const activation = activate ? new Float32Array(length) : preActivation;
    const { forward } = operations[index];
    layers.push({
      preActivation,
      activation,
      compute() {
        if (!isUnchanged) forward(inputs, preActivation);
        activate?.(preActivation, activation);
      },
    });
  });
  return { input, layers };
}

/**
 * Returns what computes an activation function, or null for none.
 *
 * @param {Shape} shape
 * @param {string} [name]
 * @returns {((z: Float32Array, a: Float32Array) => void) | null}
 */
export function activator(shape, name = "linear") {
  if (name === "linear") return null;
  const { forward } = ACTIVATIONS[name];
  const size = shape[shape.length - 1];
  return (z, a) => forward(z, a, size);
}
