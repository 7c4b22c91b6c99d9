/** Grad-CAM: where in the picture the evidence for a class lies. */

/** @import { Architecture } from "./architecture.js" */
/** @import { Executor } from "./executor.js" */
import { outputIndex } from "./executor.js";
import { backward } from "./gradients.js";
import { logitTarget } from "./targets.js";

/**
 * @typedef {object} HeatMap
 * @property {Float32Array} values (height, width), 0–1; all 0 where nothing speaks for the class
 * @property {number} height
 * @property {number} width
 * @property {string} layer name of the layer whose feature maps were weighed
 * @property {"last_convolution" | "last_feature_maps"} reason why that layer
 */

/** Kinds that change every value by itself and belong to the convolution before them. */
const FOLLOWERS = new Set(["BatchNormalization", "Activation", "Dropout"]);

/**
 * Returns the heat map of a class for the last input that the executor ran: feature maps weighed
 * by the mean gradient of the class' logit, negative sums cut off, the largest value scaled to 1.
 *
 * Source: Selvaraju et al., "Grad-CAM", ICCV 2017, equations 1 and 2.
 *
 * @param {Executor} executor
 * @param {number} classIndex
 * @returns {HeatMap | null} null for a net without feature maps
 */
export function gradCam(executor, classIndex) {
  const target = gradCamLayer(executor.model.architecture);
  if (!target) return null;
  const { name, shape, activation } = executor.stages[target.index];
  const after = target.index + 1;
  const [height, width, channels] = shape;
  const gradient = backward(executor, logitTarget(executor, classIndex), after).inputs[after];
  const channelWeights = new Float64Array(channels);
  gradient.forEach((value, i) => channelWeights[i % channels] += value / (height * width));
  const values = new Float32Array(height * width);
  for (let place = 0; place < values.length; place++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += channelWeights[channel] * activation[place * channels + channel];
    }
    values[place] = Math.max(sum, 0);
  }
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  if (largest > 0) values.forEach((value, place) => values[place] = value / largest);
  return { values, height, width, layer: name, reason: target.reason };
}

/**
 * Returns the layer that Grad-CAM weighs: the last convolution, with the normalization and
 * activation that belong to it; without a convolution the last layer that puts out feature maps.
 * The layer that gives the verdict itself is none of them.
 *
 * @param {Architecture} architecture
 * @returns {{index: number, reason: HeatMap["reason"]} | null}
 */
export function gradCamLayer(architecture) {
  const steps = architecture.steps.slice(0, outputIndex(architecture));
  let index = steps.findLastIndex(({ layer }) => layer.kind === "Conv2D");
  if (index < 0) {
    index = steps.findLastIndex(({ outputShape }) => outputShape.length === 3);
    return index < 0 ? null : { index, reason: "last_feature_maps" };
  }
  while (FOLLOWERS.has(steps[index + 1]?.layer.kind)) index++;
  return { index, reason: "last_convolution" };
}
