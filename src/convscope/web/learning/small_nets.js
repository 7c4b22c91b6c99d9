/** Nets that are small enough to be trained in a page while somebody watches. */

import {
  convolutionJson,
  denseJson,
  dropoutJson,
  flattenJson,
  maximumJson,
  netJson,
} from "../net/layer_json.js";

/** Pixels along each side of their input. */
export const SIDE = 28;

const RELU = { activation: "relu" };

/**
 * Layers before the last one by the net's name, from the simplest one on.
 *
 * @type {Record<"one" | "two" | "dense", () => LayerJson[]>}
 */
const BODIES = {
  one: () => [convolutionJson("conv", 8, 5, RELU), maximumJson("pool"), flattenJson()],
  two: () => [
    convolutionJson("conv_1", 8, 3, RELU),
    maximumJson("pool_1"),
    convolutionJson("conv_2", 16, 3, RELU),
    maximumJson("pool_2"),
    flattenJson(),
  ],
  dense: () => [flattenJson(), denseJson("hidden", 32, "relu")],
};

/** @typedef {keyof typeof BODIES} SmallNet */
/** @import { LayerJson } from "../net/layer_json.js" */

/** @type {readonly SmallNet[]} */
export const SMALL_NETS = /** @type {SmallNet[]} */ (Object.keys(BODIES));

/**
 * Returns a net as the JSON that trainings and models read.
 *
 * @param {SmallNet} name
 * @param {number} numClasses at least 2
 * @param {number} dropout share of values that are silenced before the last layer, 0 for none
 * @returns {Record<string, any>}
 */
export function smallNet(name, numClasses, dropout) {
  const silenced = dropout > 0 ? [dropoutJson(dropout)] : [];
  const layers = [...BODIES[name](), ...silenced, denseJson("answer", numClasses, "softmax")];
  return netJson([SIDE, SIDE, 1], layers);
}
