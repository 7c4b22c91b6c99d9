/** A small net forwards and backwards: a filter of two weights, a sum or maximum, one loss. */

/** @import { LayerJson } from "../net/layer_json.js" */
import {
  convolutionJson,
  denseJson,
  flattenJson,
  maximumJson,
  netJson,
} from "../net/layer_json.js";
import { createTraining } from "../learning/training.js";

/** Inputs, weights of the filter, and the places that it takes. */
export const NUM_INPUTS = 4;
export const NUM_WEIGHTS = 2;
export const NUM_PLACES = NUM_INPUTS - NUM_WEIGHTS + 1;

/**
 * What stands behind the places, by the name in the address.
 *
 * @type {Record<"maximum" | "sum", LayerJson[]>}
 */
const BEHIND = {
  maximum: [
    maximumJson("behind", { pool_size: [1, NUM_PLACES], strides: [1, NUM_PLACES] }),
    flattenJson(),
  ],
  sum: [flattenJson(), denseJson("behind", 1)],
};

/** @typedef {keyof typeof BEHIND} Combine */

export const COMBINES = /** @type {Combine[]} */ (Object.keys(BEHIND));

/**
 * All numbers of one way forwards and back.
 *
 * @typedef {object} Passes
 * @property {number[]} sums of the places
 * @property {number} output
 * @property {number} error output minus target; the loss is its square
 * @property {number} back how much the loss grows with the output
 * @property {number[]} backs how much it grows with each place's sum
 * @property {number[]} gradient how much it grows with each weight
 */

/**
 * Returns what the net computes, and what comes back.
 *
 * @param {readonly number[]} inputs
 * @param {readonly number[]} weights
 * @param {number} target
 * @param {Combine} combine
 * @returns {Passes}
 */
export function passes(inputs, weights, target, combine) {
  const filter = convolutionJson("filter", 1, 1, {
    kernel_size: [1, NUM_WEIGHTS],
    use_bias: false,
  });
  const ones = { kernel: new Float32Array(NUM_PLACES).fill(1), bias: new Float32Array(1) };
  const { network, step } = createTraining({
    architecture: netJson([1, NUM_INPUTS, 1], [filter, ...BEHIND[combine]]),
    examples: { inputs: Float32Array.from(inputs), targets: Float32Array.of(target) },
    weights: { filter: { kernel: Float32Array.from(weights) }, behind: ones },
    loss: { name: "mean_squared_error" },
    optimizer: { name: "sgd" },
  });
  step();
  const [places] = network.stages;
  const last = network.stages[network.stages.length - 1];
  const [output] = last.activation;
  return {
    sums: [...places.activation],
    output,
    error: output - target,
    back: last.gradient[0],
    backs: [...places.gradient],
    gradient: [...network.tensors.get("filter.kernel")?.gradient ?? []],
  };
}
