/** What is random while training: values or maps that are silenced, and noise. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
/** @import { Random } from "./random.js" */
import { product as sizeOf } from "../core/arrays.js";

/** Random levels in half a word: the rate is a multiple of 1/65,536, as in `network/dropout.py`. */
const LEVELS = 2 ** 16;

/**
 * Returns x × 0 for the rate's share of the values and x / (1 − rate) for the rest, so that sums
 * keep their size on average. Outside of training every value stays as it is.
 *
 * Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
 * 2014; scaled while training, as all libraries do now.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function dropout({ step, batchSize, input, output, gradient, inputGradient, ...place }) {
  const size = sizeOf(step.outputShape);
  const factors = place.product.allocate(batchSize * size);
  const draw = drawer(step.layer.rate, factors, place.random);
  return {
    forward(count, isTraining) {
      if (isTraining) draw(count * size);
      for (let i = 0; i < count * size; i++) output[i] = input[i] * (isTraining ? factors[i] : 1);
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) inputGradient[i] = gradient[i] * factors[i];
    },
  };
}

/**
 * Returns the same with one factor for each map of each image.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function spatialDropout(
  { step, batchSize, input, output, gradient, inputGradient, ...place },
) {
  const [height, width, channels] = step.outputShape;
  const imageSize = height * width * channels;
  const factors = place.product.allocate(batchSize * channels);
  const draw = drawer(step.layer.rate, factors, place.random);
  const factorAt = (/** @type {number} */ i) =>
    factors[Math.floor(i / imageSize) * channels + i % channels];
  return {
    forward(count, isTraining) {
      if (isTraining) draw(count * channels);
      for (let i = 0; i < count * imageSize; i++) {
        output[i] = isTraining ? input[i] * factorAt(i) : input[i];
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * imageSize; i++) inputGradient[i] = gradient[i] * factorAt(i);
    },
  };
}

/**
 * Returns x plus a random number with mean 0; outside of training x.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function gaussianNoise({ step, input, output, gradient, inputGradient, random }) {
  const size = sizeOf(step.outputShape);
  const { stddev } = step.layer;
  return {
    forward(count, isTraining) {
      for (let i = 0; i < count * size; i++) {
        output[i] = isTraining ? input[i] + stddev * random.normal() : input[i];
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) inputGradient[i] = gradient[i];
    },
  };
}

/**
 * Returns what draws factors anew: 0 for the rate's share of them, 1 / (1 − rate) for the rest.
 *
 * @param {number} rate
 * @param {Float32Array} factors
 * @param {Random} random
 * @returns {(length: number) => void}
 */
function drawer(rate, factors, random) {
  const numDropped = Math.round(rate * LEVELS);
  const scale = LEVELS / (LEVELS - numDropped);
  return (length) => {
    for (let i = 0, word = 0; i < length; i++) {
      word = i % 2 ? word >>> 16 : random.bits();
      factors[i] = (word & 0xffff) < numDropped ? 0 : scale;
    }
  };
}
