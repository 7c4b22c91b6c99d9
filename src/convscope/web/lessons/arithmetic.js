/** What lessons compute, by the same modules that compute nets: a neuron, a slid filter, counts. */

import { ACTIVATIONS } from "../net/activations.js";
import { convolutionJson, denseJson, flattenJson } from "../net/layer_json.js";
import { runLayer, stepsOf } from "./layers.js";

/** What a neuron makes of its excess, by the word of the lessons, as the name of the activation. */
export const OUTPUTS = /** @type {const} */ ({ step: "step", sigmoid: "sigmoid", ramp: "relu" });

/** @typedef {keyof typeof OUTPUTS} Output */

/**
 * A neuron at work.
 *
 * @typedef {object} NeuronValues
 * @property {number[]} terms input × weight
 * @property {number} sum of all terms
 * @property {number} excess the sum minus the threshold
 * @property {number} output
 */

/**
 * Returns what a neuron computes.
 *
 * @param {readonly number[]} inputs
 * @param {readonly number[]} weights one for each input
 * @param {number} threshold
 * @param {Output} output
 * @returns {NeuronValues}
 */
export function neuron(inputs, weights, threshold, output) {
  const terms = inputs.map((input, index) => input * weights[index]);
  const sum = terms.reduce((total, term) => total + term, 0);
  const excess = sum - threshold;
  return { terms, sum, excess, output: outputOf(excess, output) };
}

/**
 * Returns what a neuron puts out.
 *
 * @param {number} excess
 * @param {Output} output
 * @returns {number} a float32
 */
export function outputOf(excess, output) {
  const activation = new Float32Array(1);
  ACTIVATIONS[OUTPUTS[output]].forward(Float32Array.of(excess), activation, 1);
  return activation[0];
}

/**
 * A map of one filter.
 *
 * @typedef {{size: number, values: Float32Array}} FeatureMap `size` rows and as many columns
 */

/**
 * Returns the map that one filter makes of a square picture with one channel.
 *
 * @param {ArrayLike<number>} picture row by row
 * @param {number} size rows of the picture
 * @param {ArrayLike<number>} filter row by row
 * @param {number} window rows of the filter
 * @returns {FeatureMap}
 */
export function slideFilter(picture, size, filter, window) {
  const weights = { kernel: filter, bias: [0] };
  const layer = convolutionJson("filter", 1, window);
  const { shape, values } = runLayer([size, size, 1], layer, picture, weights);
  return { size: shape[0], values };
}

/**
 * Returns how many parameters one filter has, with its bias.
 *
 * @param {number} size rows of the square picture that it slides over
 * @param {number} window its rows
 * @returns {number}
 */
export function filterParameters(size, window) {
  return stepsOf([size, size, 1], [convolutionJson("filter", 1, window)])[0].numParameters;
}

/**
 * Returns how many parameters a dense layer has that looks at a whole picture.
 *
 * @param {number} size rows of the square picture
 * @param {number} units
 * @returns {number}
 */
export function denseParameters(size, units) {
  return stepsOf([size, size, 1], [flattenJson(), denseJson("dense", units)])[1].numParameters;
}
