/** Layer normalization of a batch: the channels of every place brought to mean 0 and variance 1. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { measure, normalBackward } from "../net/layer_normalization.js";

/**
 * Returns gamma · (x − mean) / √(variance + epsilon) + beta for each place, in training and outside.
 *
 * Source: Ba, Kiros, Hinton, "Layer Normalization", 2016.
 *
 * @param {Place} place with `gamma` and `beta`, each (channels,), where the layer has them
 * @returns {LayerAtWork}
 */
export function layerNormalization({ step, input, output, gradient, inputGradient, ...place }) {
  const { gamma, beta } = place.tensors;
  const { gamma: ofGamma, beta: ofBeta } = place.tensorGradients;
  const { epsilon } = step.layer;
  const channels = step.inputShape[step.inputShape.length - 1];
  const size = sizeOf(step.outputShape);
  return {
    forward(count) {
      for (let start = 0; start < count * size; start += channels) {
        const { mean, spread } = measure(input, start, channels, epsilon);
        for (let c = 0; c < channels; c++) {
          const normal = (input[start + c] - mean) / spread;
          output[start + c] = normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
        }
      }
    },
    backward(count) {
      for (let start = 0; start < count * size; start += channels) {
        const { mean, spread } = measure(input, start, channels, epsilon);
        for (let c = 0; c < channels; c++) {
          const g = gradient[start + c];
          if (ofGamma) ofGamma[c] += g * (input[start + c] - mean) / spread;
          if (ofBeta) ofBeta[c] += g;
        }
        if (!inputGradient) continue;
        normalBackward({
          input,
          gradient,
          result: inputGradient,
          start,
          channels,
          epsilon,
          gamma,
        });
      }
    },
  };
}
