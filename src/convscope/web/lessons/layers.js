/** Layers at work in lessons: what follows from their shapes, and what they make of values. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Step } from "../net/architecture.js" */
/** @import { LayerJson } from "../net/layer_json.js" */
/** @import { Weights } from "../net/operations.js" */
import { product } from "../core/arrays.js";
import { readArchitecture } from "../net/architecture.js";
import { OPERATIONS } from "../net/operations.js";

/**
 * Returns layers behind one another with their shapes and parameters.
 *
 * @param {Shape} shape of what goes in: rows, columns, channels
 * @param {readonly LayerJson[]} layers
 * @returns {Step[]}
 */
export function stepsOf(shape, layers) {
  return readArchitecture({ input: { shape }, layers }).steps;
}

/**
 * Returns what one layer without an activation function makes of a picture or of maps.
 *
 * @param {Shape} shape of what goes in: rows, columns, channels
 * @param {LayerJson} layer
 * @param {ArrayLike<number>} values in the order of the shape
 * @param {Record<string, ArrayLike<number>>} [weights] such as `kernel` (rows, columns, in, out)
 * @returns {{shape: Shape, values: Float32Array}} what comes out
 */
export function runLayer(shape, layer, values, weights = {}) {
  const [step] = stepsOf(shape, [layer]);
  const output = new Float32Array(product(step.outputShape));
  const own = Object.entries(weights).map(([name, each]) => [name, Float32Array.from(each)]);
  /** @type {Weights} */
  const taken = Object.fromEntries(own);
  OPERATIONS[layer.kind](step, taken).forward([Float32Array.from(values)], output);
  return { shape: step.outputShape, values: output };
}
