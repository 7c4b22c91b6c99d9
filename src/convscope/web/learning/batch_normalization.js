/** Batch normalization: every channel brought to mean 0 and variance 1, then scaled and shifted. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";

/**
 * Returns gamma · (x − mean) / √(variance + epsilon) + beta for each channel: with the batch's own
 * statistics while training, with the moving ones afterwards. The variance divides by the number
 * of values, not by one less, also in the moving average, as in Keras.
 *
 * With g = ∂L/∂output and normal = (x − mean) / √(variance + epsilon):
 * ∂L/∂gamma = Σ g · normal;  ∂L/∂beta = Σ g;
 * ∂L/∂x = gamma / √(variance + epsilon) · (g − mean of g − normal · mean of (g · normal))
 *
 * Source: Ioffe, Szegedy, "Batch Normalization", 2015.
 *
 * @param {Place} place with `gamma`, `beta`, `moving_mean`, `moving_variance`, each (channels,)
 * @returns {LayerAtWork}
 */
export function batchNormalization({ step, batchSize, input, output, gradient, ...place }) {
  const { gamma, beta, moving_mean: movingMean, moving_variance: movingVariance } = place.tensors;
  const { momentum, epsilon } = step.layer;
  const channels = gamma.length;
  const size = sizeOf(step.outputShape);
  const normal = place.product.allocate(batchSize * size);
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  const sums = new Float64Array(channels);
  const products = new Float64Array(channels);

  /** @param {number} length */
  function measure(length) {
    const perChannel = length / channels;
    mean.fill(0);
    variance.fill(0);
    for (let start = 0; start < length; start += channels) {
      for (let c = 0; c < channels; c++) mean[c] += input[start + c];
    }
    for (let c = 0; c < channels; c++) mean[c] /= perChannel;
    for (let start = 0; start < length; start += channels) {
      for (let c = 0; c < channels; c++) variance[c] += (input[start + c] - mean[c]) ** 2;
    }
    for (let c = 0; c < channels; c++) {
      variance[c] /= perChannel;
      movingMean[c] = momentum * movingMean[c] + (1 - momentum) * mean[c];
      movingVariance[c] = momentum * movingVariance[c] + (1 - momentum) * variance[c];
    }
  }

  return {
    forward(count, isTraining) {
      if (isTraining) measure(count * size);
      else {
        mean.set(movingMean);
        variance.set(movingVariance);
      }
      for (let c = 0; c < channels; c++) sums[c] = 1 / Math.sqrt(variance[c] + epsilon);
      for (let start = 0; start < count * size; start += channels) {
        for (let c = 0; c < channels; c++) {
          const value = (input[start + c] - mean[c]) * sums[c];
          normal[start + c] = value;
          output[start + c] = gamma[c] * value + beta[c];
        }
      }
    },
    backward(count) {
      const { inputGradient, tensorGradients } = place;
      const perChannel = count * size / channels;
      sums.fill(0);
      products.fill(0);
      for (let start = 0; start < count * size; start += channels) {
        for (let c = 0; c < channels; c++) {
          sums[c] += gradient[start + c];
          products[c] += gradient[start + c] * normal[start + c];
        }
      }
      for (let c = 0; c < channels; c++) {
        tensorGradients.gamma[c] += products[c];
        tensorGradients.beta[c] += sums[c];
        sums[c] /= perChannel;
        products[c] /= perChannel;
      }
      if (!inputGradient) return;
      for (let start = 0; start < count * size; start += channels) {
        for (let c = 0; c < channels; c++) {
          const i = start + c;
          const scale = gamma[c] / Math.sqrt(variance[c] + epsilon);
          inputGradient[i] = scale * (gradient[i] - sums[c] - normal[i] * products[c]);
        }
      }
    },
  };
}
