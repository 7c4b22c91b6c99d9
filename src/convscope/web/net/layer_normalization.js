/** Layer normalization: the channels of every place brought to mean 0 and variance 1. */

/** @import { Operation, Weights } from "./operations.js" */
/** @import { Connection, Context, LayerConnections } from "./connections.js" */
/** @import { Step } from "./architecture.js" */

/**
 * Returns mean and spread, √(variance + epsilon), of some neighbouring values.
 *
 * @param {ArrayLike<number>} values
 * @param {number} start
 * @param {number} count
 * @param {number} epsilon
 * @returns {{mean: number, spread: number}}
 */
export function measure(values, start, count, epsilon) {
  let mean = 0;
  for (let i = start; i < start + count; i++) mean += values[i];
  mean /= count;
  let variance = 0;
  for (let i = start; i < start + count; i++) variance += (values[i] - mean) ** 2;
  return { mean, spread: Math.sqrt(variance / count + epsilon) };
}

/**
 * Returns gamma · (x − mean) / spread + beta, for the channels of each place.
 *
 * @param {Step} step
 * @param {Weights} weights `gamma` and `beta`, each (channels,), where the layer has them
 * @returns {Operation}
 */
export function layerNormalization({ layer: { epsilon }, inputShape }, { gamma, beta }) {
  const channels = inputShape[inputShape.length - 1];
  return {
    forward([input], output) {
      for (let start = 0; start < input.length; start += channels) {
        const { mean, spread } = measure(input, start, channels, epsilon);
        for (let c = 0; c < channels; c++) {
          const normal = (input[start + c] - mean) / spread;
          output[start + c] = normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
        }
      }
    },
    backward(gradient, [input]) {
      const result = new Float64Array(input.length);
      for (let start = 0; start < input.length; start += channels) {
        normalBackward({ input, gradient, result, start, channels, epsilon, gamma });
      }
      return [result];
    },
  };
}

/**
 * Writes the gradient of the channels of one place: (g − mean of g − normal · mean of (g · normal))
 * / spread, with g = gradient · gamma.
 *
 * @param {object} place
 * @param {ArrayLike<number>} place.input
 * @param {ArrayLike<number>} place.gradient
 * @param {Float32Array | Float64Array} place.result
 * @param {number} place.start
 * @param {number} place.channels
 * @param {number} place.epsilon
 * @param {ArrayLike<number>} [place.gamma]
 */
export function normalBackward({ input, gradient, result, start, channels, epsilon, gamma }) {
  const { mean, spread } = measure(input, start, channels, epsilon);
  let sum = 0;
  let products = 0;
  for (let c = 0; c < channels; c++) {
    const g = gradient[start + c] * (gamma?.[c] ?? 1);
    sum += g;
    products += g * (input[start + c] - mean) / spread;
  }
  for (let c = 0; c < channels; c++) {
    const normal = (input[start + c] - mean) / spread;
    const g = gradient[start + c] * (gamma?.[c] ?? 1);
    result[start + c] = (g - sum / channels - normal * products / channels) / spread;
  }
}

/**
 * All channels of a place: its own less the mean of all, times gamma / spread. The spread depends on
 * the channels too: in the sum it is a number, and the slopes take it into account.
 *
 * @type {LayerConnections}
 */
export const PLACE_NORMALIZATION = {
  gather(context, position) {
    const { count, gammaOf, spread } = placeOf(context, position);
    const own = position[position.length - 1];
    const factor = gammaOf(own) / spread;
    return {
      connections: channelsOf(
        position,
        count,
        (channel) => factor * (Number(channel === own) - 1 / count),
      ),
      bias: context.tensors.beta?.[own] ?? 0,
    };
  },
  feed(context, position) {
    const own = position[position.length - 1];
    const { count } = placeOf(context, position);
    return channelsOf(position, count, (channel) => slopeAt(context, position, channel, own));
  },
  slopes(context, position) {
    const own = position[position.length - 1];
    const { count } = placeOf(context, position);
    return Array.from({ length: count }, (_, channel) => slopeAt(context, position, own, channel));
  },
  slopeOf(context, position, tensor) {
    return tensor === "gamma"
      ? placeOf(context, position).normalOf(position[position.length - 1])
      : 1;
  },
};

/** @param {Context} context @param {number[]} position of a neuron at the place */
function placeOf({ step: { layer, inputShape }, input, tensors }, position) {
  const count = inputShape[inputShape.length - 1];
  const start = position.slice(0, -1).reduce((at, p, axis) => at * inputShape[axis] + p, 0) * count;
  const { mean, spread } = measure(input, start, count, layer.epsilon);
  return {
    count,
    spread,
    normalOf: (/** @type {number} */ channel) => (input[start + channel] - mean) / spread,
    gammaOf: (/** @type {number} */ channel) => tensors.gamma?.[channel] ?? 1,
  };
}

/**
 * @param {Context} context
 * @param {number[]} position of a neuron at the place
 * @param {number} neuron channel of what leaves
 * @param {number} channel of what arrives
 * @returns {number} how much the neuron changes with the channel
 */
function slopeAt(context, position, neuron, channel) {
  const { count, spread, normalOf, gammaOf } = placeOf(context, position);
  const ofNormal = Number(neuron === channel) - (1 + normalOf(neuron) * normalOf(channel)) / count;
  return gammaOf(neuron) * ofNormal / spread;
}

/**
 * @param {number[]} position
 * @param {number} count
 * @param {(channel: number) => number} weigh
 * @returns {Connection[]}
 */
function channelsOf(position, count, weigh) {
  return Array.from({ length: count }, (_, channel) => ({
    position: [...position.slice(0, -1), channel],
    weight: weigh(channel),
    isPadding: false,
  }));
}
