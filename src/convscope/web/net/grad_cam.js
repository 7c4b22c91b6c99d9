/** Grad-CAM: where in the picture the evidence for a class lies. */

/** @import { Architecture, Step } from "./architecture.js" */
/** @import { Executor } from "./executor.js" */
import { outputIndex } from "./executor.js";
import { backward } from "./gradients.js";
import { KIND_FACTS } from "./kind_facts.js";
import { logitTarget } from "./targets.js";

/**
 * @typedef {object} HeatMap
 * @property {Float32Array} values (height, width), 0–1; all 0 where nothing speaks for the class
 * @property {number} height
 * @property {number} width
 * @property {string} layer name of the layer whose feature maps were weighed
 * @property {"last_convolution" | "last_feature_maps"} reason why that layer
 */

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
  const found = backward(executor, logitTarget(executor, classIndex), after);
  const gradient = found.activations[target.index];
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
 * Returns the layer that Grad-CAM weighs: the last convolution whose map still has places, with the
 * normalization and activation that belong to it and the join that takes it in, also where a pooling
 * comes between: what they put out is what the rest of the net sees. Without one, the last layer whose map has places. The layer
 * that gives the verdict itself is none of them, and what follows it neither.
 *
 * `insight/measures/cam_layer.py` has the same rule, and both the same tests.
 *
 * @param {Architecture} architecture
 * @returns {{index: number, reason: HeatMap["reason"]} | null} null where no map has places
 */
export function gradCamLayer(architecture) {
  const steps = architecture.steps.slice(0, outputIndex(architecture));
  const last = steps.findLastIndex((step) => hasPlaces(step) && factsOf(step).convolves);
  if (last < 0) {
    const index = steps.findLastIndex(hasPlaces);
    return index < 0 ? null : { index, reason: "last_feature_maps" };
  }
  let index = last;
  for (let at = last + 1; at < steps.length && hasPlaces(steps[at]); at++) {
    const { is_pointwise: isPointwise, passes_on: passesOn, pools, joins } = factsOf(steps[at]);
    if (joins || isPointwise && !passesOn) index = at;
    else if (!pools && !passesOn) break;
  }
  return { index, reason: "last_convolution" };
}

/** @param {Step} step @returns {boolean} whether its maps have more than one cell */
function hasPlaces({ outputShape }) {
  return outputShape.length === 3 && Math.max(outputShape[0], outputShape[1]) > 1;
}

/** @param {Step} step */
function factsOf({ layer }) {
  return KIND_FACTS[layer.kind];
}
