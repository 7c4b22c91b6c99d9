/** Layers that compute every value from the one at the same place, padding and cropping. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Operation, Weights } from "./operations.js" */
import { flatIndex, positionOf, product } from "../core/arrays.js";

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
 * Mean, scale and offset of the channels in a layer that computes (x − mean) × scale + offset: one
 * of each where they are the same for all.
 *
 * @typedef {(step: Step, weights: Weights) => ArrayLike<number>[]} Tables
 */

/** @type {Tables} */
export function rescalingTables({ layer: { scale, offset } }) {
  return [[0], [scale], [offset]];
}

/** @type {Tables} */
export function normalizationTables(step, weights) {
  return [weights.moving_mean, scaleOf(step, weights), weights.beta];
}

/** Below it a normalization divides by this, as Keras does. */
const SMALLEST_SPREAD = 1e-7;

/**
 * Returns how a normalization by numbers that were measured or given changes a channel: mean and
 * spread, √variance, and what a value is multiplied by and what is added.
 *
 * @param {Step["layer"]} layer
 * @param {Weights} tensors `mean` and `variance`, where they are not options
 * @param {number} channel
 * @returns {{mean: number, variance: number, spread: number, factor: number, bias: number}}
 */
export function givenScale(layer, tensors, channel) {
  const valueOf = (/** @type {ArrayLike<number>} */ values) =>
    values[values.length > 1 ? channel : 0];
  const mean = valueOf(layer.mean ?? tensors.mean);
  const variance = valueOf(layer.variance ?? tensors.variance);
  const spread = Math.max(Math.sqrt(variance), SMALLEST_SPREAD);
  return layer.invert
    ? { mean, variance, spread, factor: spread, bias: mean }
    : { mean, variance, spread, factor: 1 / spread, bias: -mean / spread };
}

/**
 * Returns normalization by numbers that were measured or given.
 *
 * @param {Step} step
 * @param {Weights} weights `mean` and `variance`, each (channels,), where they are not options
 * @returns {Operation}
 */
export function givenNormalization({ layer, inputShape }, weights) {
  const channels = inputShape[inputShape.length - 1];
  const scales = Array.from({ length: channels }, (_, c) => givenScale(layer, weights, c));
  return {
    forward([input], output) {
      for (let i = 0; i < input.length; i++) {
        const { factor, bias } = scales[i % channels];
        output[i] = input[i] * factor + bias;
      }
    },
    backward: (gradient) => [gradient.map((value, i) => value * scales[i % channels].factor)],
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

/**
 * Returns the picture without some rows and columns at its edges.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function cropping({ layer, inputShape, outputShape }) {
  const [, width, channels] = inputShape;
  const [[top], [left]] = layer.cropping;
  const rowLength = outputShape[1] * channels;
  const placeOf = (/** @type {number} */ row) => ((row + top) * width + left) * channels;
  return {
    forward([input], output) {
      for (let row = 0; row < outputShape[0]; row++) {
        const place = placeOf(row);
        output.set(input.subarray(place, place + rowLength), row * rowLength);
      }
    },
    backward(gradient) {
      const result = new Float64Array(product(inputShape));
      for (let row = 0; row < outputShape[0]; row++) {
        result.set(gradient.subarray(row * rowLength, (row + 1) * rowLength), placeOf(row));
      }
      return [result];
    },
  };
}

/**
 * Returns the straight piece of a ramp that a value lies on: factor × x + offset.
 *
 * @param {Step["layer"]} layer
 * @param {number} x
 * @returns {{factor: number, bias: number}}
 */
export function pieceAt({ max_value: most, negative_slope: slope, threshold }, x) {
  if (most !== null && x >= most) return { factor: 0, bias: most };
  // At 0 a ramp that begins there is flat.
  if (x < threshold || x === 0) return { factor: slope, bias: -slope * threshold };
  return { factor: 1, bias: 0 }; // NaN stays NaN.
}

/**
 * Returns a ramp whose slope left of zero is learned: x where x > 0, alpha · x where x < 0.
 *
 * @param {Step} step
 * @param {Weights} weights `alpha`, shaped like a value of the batch; shared axes are 1 long
 * @returns {Operation}
 */
export function learnedRamp({ inputShape, parameterShapes }, { alpha }) {
  const place = placesIn(parameterShapes.alpha, inputShape);
  return {
    forward([input], output) {
      for (let i = 0; i < input.length; i++) {
        output[i] = input[i] < 0 ? alpha[place[i]] * input[i] : input[i];
      }
    },
    backward: (gradient, [input]) => [
      gradient.map((g, i) => input[i] < 0 ? g * alpha[place[i]] : input[i] > 0 ? g : 0),
    ],
  };
}

/**
 * Returns where the value of a tensor stands that belongs to each value of an array.
 *
 * @param {Shape} tensor its shape, of as many axes as the array; shared ones are 1 long
 * @param {Shape} shape of the array
 * @returns {Uint32Array}
 */
export function placesIn(tensor, shape) {
  return Uint32Array.from(
    { length: product(shape) },
    (_, i) => flatIndex(tensor, sharedPlace(tensor, positionOf(shape, i))),
  );
}

/**
 * Returns where the value of a tensor stands that a neuron uses; axes 1 long are shared.
 *
 * @param {Shape} tensor its shape, of as many axes as the position or of fewer, the last ones
 * @param {number[]} position
 * @returns {number[]}
 */
export function sharedPlace(tensor, position) {
  return position.slice(-tensor.length).map((at, axis) => tensor[axis] === 1 ? 0 : at);
}

/**
 * Returns a ramp of three straight pieces.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function ramp({ layer }) {
  return {
    forward([input], output) {
      for (let i = 0; i < input.length; i++) {
        const { factor, bias } = pieceAt(layer, input[i]);
        output[i] = factor ? factor * input[i] + bias : bias;
      }
    },
    backward: (gradient, [input]) => [gradient.map((g, i) => g * pieceAt(layer, input[i]).factor)],
  };
}
