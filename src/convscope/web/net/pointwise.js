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
    forward: ([input], output) => output.set(input),
    backward: (gradient) => [gradient],
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
    forward([input], output) {
      for (let i = 0; i < input.length; i++) output[i] = input[i] * scale + offset;
    },
    backward: (gradient) => [gradient.map((value) => value * scale)],
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
  const { gamma, beta, moving_mean: mean } = weights;
  const channels = gamma.length;
  const scale = scaleOf(step, weights);
  return {
    forward([input], output) {
      for (let start = 0; start < input.length; start += channels) {
        for (let channel = 0; channel < channels; channel++) {
          const i = start + channel;
          output[i] = (input[i] - mean[channel]) * scale[channel] + beta[channel];
        }
      }
    },
    backward: (gradient) => [gradient.map((value, i) => value * scale[i % channels])],
  };
}

/** @param {Step} step @param {Weights} weights @returns {Float64Array} one per channel */
function scaleOf(step, { gamma, moving_variance: variance }) {
  const spread = (/** @type {number} */ i) => Math.sqrt(variance[i] + step.layer.epsilon);
  return Float64Array.from(gamma, (value, channel) => value / spread(channel));
}

/**
 * Returns mean, scale and offset of the channels in a layer that computes (x − mean) × scale +
 * offset: one of each where they are the same for all.
 *
 * @param {Step} step of Rescaling or BatchNormalization
 * @param {Weights} weights
 * @returns {ArrayLike<number>[]}
 */
export function normalizationTables(step, weights) {
  const { kind, scale, offset } = step.layer;
  if (kind === "Rescaling") return [[0], [scale], [offset]];
  return [weights.moving_mean, scaleOf(step, weights), weights.beta];
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
    forward([input], output) {
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
      return [result];
    },
  };
}
