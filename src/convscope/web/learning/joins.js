/** Joins of a batch: what several layers put out becomes one array, and the gradient goes to each. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { COMBINED, placesOf } from "../net/join_operations.js";
import { JOINS_OF_VALUES } from "../net/joins.js";

/**
 * Returns a join of values at the same position.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
function joined({ step, inputs, inputGradients, output, gradient }) {
  const { combine, share } = COMBINED[step.layer.kind];
  const { weights: weightsOf, isLinear } = JOINS_OF_VALUES[step.layer.kind];
  const where = placesOf(step);
  const sizes = step.inputShapes.map(sizeOf);
  const size = sizeOf(step.outputShape);
  const factor = share(inputs.length);
  const values = new Array(inputs.length).fill(0);
  const always = isLinear ? weightsOf(values) : null;
  return {
    forward(count) {
      for (let k = 0; k < inputs.length; k++) {
        const [input, at] = [inputs[k], where[k]];
        for (let image = 0, to = 0; image < count; image++) {
          const start = image * sizes[k];
          for (let i = 0; i < size; i++, to++) {
            const value = input[start + (at ? at[i] : i)];
            output[to] = k ? combine(output[to], value) : value;
          }
        }
      }
      if (factor !== 1) { for (let i = 0; i < count * size; i++) output[i] *= factor; }
    },
    backward(count) {
      const wanted = inputGradients.flatMap((found, k) =>
        found ? [{ found, k, at: where[k] }] : []
      );
      for (let image = 0, from = 0; image < count; image++) {
        for (let i = 0; i < size; i++, from++) {
          if (!always) {
            for (let k = 0; k < inputs.length; k++) {
              values[k] = inputs[k][image * sizes[k] + (where[k]?.[i] ?? i)];
            }
          }
          const weights = always ?? weightsOf(values);
          for (const { found, k, at } of wanted) {
            found[image * sizes[k] + (at ? at[i] : i)] += gradient[from] * weights[k];
          }
        }
      }
    },
  };
}

/**
 * Returns the channels of all inputs, one behind the other.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
function concatenation({ step, inputs, inputGradients, output, gradient }) {
  const channels = step.inputShapes.map((shape) => shape[shape.length - 1]);
  const all = step.outputShape[step.outputShape.length - 1];
  const numPixels = sizeOf(step.outputShape) / all;
  const begins = channels.map((_, k) => channels.slice(0, k).reduce((a, b) => a + b, 0));

  /**
   * Calls back for every value: where it lies in the input, and in the output.
   *
   * @param {number} count
   * @param {number} k
   * @param {(inInput: number, inOutput: number) => void} visit
   */
  function each(count, k, visit) {
    for (let pixel = 0, from = 0; pixel < count * numPixels; pixel++) {
      const to = pixel * all + begins[k];
      for (let channel = 0; channel < channels[k]; channel++) visit(from++, to + channel);
    }
  }
  return {
    forward(count) {
      inputs.forEach((input, k) => each(count, k, (from, to) => output[to] = input[from]));
    },
    backward(count) {
      inputGradients.forEach((found, k) => {
        if (found) each(count, k, (to, from) => found[to] += gradient[from]);
      });
    },
  };
}

/**
 * Makers of layers by kind of join; `layer_table.js` has them in its table.
 *
 * @type {Record<string, (place: Place) => LayerAtWork>}
 */
export const JOINS_AT_WORK = {
  ...Object.fromEntries(Object.keys(COMBINED).map((kind) => [kind, joined])),
  Concatenate: concatenation,
};
