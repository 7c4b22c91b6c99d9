/** Which maps of the layer before a value is made of, and how much each of them adds. */

/** @import { Model } from "./model.js" */
/** @import { LayerOutput } from "./executor.js" */
/** @import { Context } from "./connections.js" */
import { CONNECTIONS } from "./connections.js";
import { flatIndex } from "../core/arrays.js";

/**
 * What one map, or one value of a vector, adds: the sum of its products, before the activation.
 *
 * @typedef {{place: number, sum: number}} Share
 */

/**
 * @typedef {object} Sources
 * @property {number} index of the layer that they belong to, −1 for the net's input
 * @property {Share[]} shares by map, or by value of a vector; those that add nothing too
 * @property {number} bias
 */

/**
 * Returns what a neuron is made of.
 *
 * @param {Model} model
 * @param {readonly LayerOutput[]} layers what every layer put out
 * @param {Float32Array} input of the net
 * @param {number} index of the neuron's layer
 * @param {number[]} position (row, column, channel), or (unit,)
 * @returns {Sources}
 */
export function sourcesOf(model, layers, input, index, position) {
  const step = model.architecture.steps[index];
  const before = step.inputs[0];
  const values = layers[before]?.activation ?? input;
  const context = /** @type {Context} */ ({
    ...layers[index],
    step,
    input: values,
    tensors: model.weights[step.layer.name],
  });
  const { connections, bias } = CONNECTIONS[step.layer.kind].gather(context, position);
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const { position: from, weight, isPadding } of connections) {
    const place = from[from.length - 1];
    const value = isPadding ? 0 : values[flatIndex(step.inputShape, from)];
    // A pooling layer's losers have weight 0; a map that only lost is a source all the same.
    sums.set(place, (sums.get(place) ?? 0) + (weight === 0 ? 0 : weight * value));
  }
  return { index: before, bias, shares: Array.from(sums, ([place, sum]) => ({ place, sum })) };
}

/**
 * Returns the shares that add or take away most.
 *
 * @param {readonly Share[]} shares
 * @param {number} number
 * @returns {Share[]} the largest first
 */
export function strongest(shares, number) {
  return [...shares].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)).slice(0, number);
}
