/** Layers that compute every value from the one at the same place, and zero padding. */

/** @import { Operation, Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
import { product } from "../core/arrays.js";

/**
 * Returns what leaves every value as it is: flattening (the same order in a flat array), dropout
 * outside training, and the layer whose only work is its activation.
 *
 * @returns {Operation}
 */
export function identity() {
  return {
    forward: (input, output) => output.set(input),
    backward: (gradient) => gradient,
  };
}

/**
 * Returns x × scale + offset.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function rescaling({ layer: { scale, offset } }) {
  return {
    forward(input, output) {
      for (let i = 0; i < input.length; i++) output[i] = input[i] * scale + offset;
    },
    backward: (gradient) => gradient.map((value) => value * scale),
  };
}

/**
 * Returns normalization by the moving mean and variance, which is what a trained net does.
 *
 * @param {Step} step
 * @param {Weights} weights `gamma`, `beta`, `moving_mean`, `moving_variance`, each (channels,)
 * @returns {Operation}
 */
export function batchNormalization(step, weights) {
  const { gamma, beta, moving_mean: mean, moving_variance: variance } = weights;
  const channels = gamma.length;
  const scale = Float64Array.from(
    gamma,
    (value, channel) => value / Math.sqrt(variance[channel] + step.layer.epsilon),
  );
  return {
    forward(input, output) {
      for (let start = 0; start < input.length; start += channels) {
        for (let channel = 0; channel < channels; channel++) {
          const i = start + channel;
          output[i] = (input[i] - mean[channel]) * scale[channel] + beta[channel];
        }
      }
    },
    backward: (gradient) => gradient.map((value, i) => value * scale[i % channels]),
  };
}

/**
 * Returns rows and columns of zeros around the picture.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function zeroPadding({ layer, inputShape, outputShape }) {
  const [height, width, channels] = inputShape;
  const [[top], [left]] = layer.padding;
  const rowLength = width * channels;
  const placeOf = (/** @type {number} */ row) => ((row + top) * outputShape[1] + left) * channels;
  return {
    forward(input, output) {
      output.fill(0);
      for (let row = 0; row < height; row++) {
        output.set(input.subarray(row * rowLength, (row + 1) * rowLength), placeOf(row));
      }
    },
    backward(gradient) {
      const result = new Float64Array(product(inputShape));
      for (let row = 0; row < height; row++) {
        const place = placeOf(row);
        result.set(gradient.subarray(place, place + rowLength), row * rowLength);
      }
      return result;
    },
  };
}
