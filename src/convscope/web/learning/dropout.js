/** Dropout: while training, a random share of the values is silenced. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
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
  const { product, random } = place;
  const size = sizeOf(step.outputShape);
  const factors = product.allocate(batchSize * size);
  const numDropped = Math.round(step.layer.rate * LEVELS);
  const scale = LEVELS / (LEVELS - numDropped);

  /** @param {number} length */
  function draw(length) {
    for (let i = 0, word = 0; i < length; i++) {
      word = i % 2 ? word >>> 16 : random.bits();
      factors[i] = (word & 0xffff) < numDropped ? 0 : scale;
    }
  }
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
