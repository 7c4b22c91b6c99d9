/** Which maps of the layer before a value is made of, and how much each of them adds. */

/** @import { Model } from "./model.js" */
/** @import { LayerOutput } from "./executor.js" */
/** @import { Context } from "./connections.js" */
import { CONNECTIONS } from "./connections.js";
import { flatIndex } from "../core/arrays.js";
import { joinedValues } from "./join_connections.js";
import { KIND_FACTS } from "./kind_facts.js";

/**
 * What one map, or one value of a vector, adds: the sum of its products, before the activation. In a
 * join, what it comes to with the other factors. `index` is that of its layer, −1 for the net's input.
 *
 * @typedef {{index: number, place: number, sum: number}} Share
 */

/**
 * @typedef {object} Sources
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
  const inputs = step.inputs.map((from) => layers[from]?.activation ?? input);
  const context = /** @type {Context} */ ({
    ...layers[index],
    step,
    input: inputs[0],
    inputs,
    tensors: model.weights[step.layer.name],
  });
  if (KIND_FACTS[step.layer.kind].joins) {
    const shares = joinedValues(context, position).map(({ source, position, value, weight }) => ({
      index: step.inputs[source],
      place: position[position.length - 1],
      sum: value * weight,
    }));
    return { bias: 0, shares };
  }
  const [before] = step.inputs;
  const [values] = inputs;
  const { connections, bias } = CONNECTIONS[step.layer.kind].gather(context, position);
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const { position: from, weight, isPadding } of connections) {
    const place = from[from.length - 1];
    const value = isPadding ? 0 : values[flatIndex(step.inputShape, from)];
    // A pooling layer's losers have weight 0; a map that only lost is a source all the same.
    sums.set(place, (sums.get(place) ?? 0) + (weight === 0 ? 0 : weight * value));
  }
  const shares = Array.from(sums, ([place, sum]) => ({ index: before, place, sum }));
  return { bias, shares };
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
