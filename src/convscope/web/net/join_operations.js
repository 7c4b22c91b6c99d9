/** The arithmetic of joins: what several layers put out becomes one array. */

/** @import { Operation } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
import { product } from "../core/arrays.js";
import { asPicture, JOINS_OF_VALUES } from "./joins.js";

/**
 * Returns for every value of an input where it stands, seen from the output: `null` where both have
 * the same places, else the index in the input for each index of the output.
 *
 * @param {Step} step
 * @returns {(Int32Array | null)[]} one for each input
 */
export function placesOf({ inputShapes, outputShape }) {
  const [rows, columns, channels] = asPicture(outputShape);
  return inputShapes.map((shape) => {
    if (product(shape) === product(outputShape)) return null;
    const [height, width, depth] = asPicture(shape);
    const found = new Int32Array(product(outputShape));
    let index = 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const pixel = (height === 1 ? 0 : row) * width + (width === 1 ? 0 : column);
        for (let channel = 0; channel < channels; channel++) {
          found[index++] = pixel * depth + (depth === 1 ? 0 : channel);
        }
      }
    }
    return found;
  });
}

/**
 * How a join of values is computed: the first value combined with the second, that with the third,
 * and so on, and what comes out times `share` of the number of inputs.
 *
 * @typedef {object} Combined
 * @property {(first: number, second: number) => number} combine
 * @property {(count: number) => number} share
 */

/** @param {number} a @param {number} b @returns {number} */
const plus = (a, b) => a + b;

/** @returns {number} */
const whole = () => 1;

/** @type {Record<string, Combined>} by kind of join */
export const COMBINED = {
  Add: { combine: plus, share: whole },
  Subtract: { combine: (a, b) => a - b, share: whole },
  Multiply: { combine: (a, b) => a * b, share: whole },
  Average: { combine: plus, share: (count) => 1 / count },
  Maximum: { combine: Math.max, share: whole },
};

/** @param {Step} step @returns {Operation} */
function joined(step) {
  const { combine, share } = COMBINED[step.layer.kind];
  const where = placesOf(step);
  const factor = share(where.length);
  const { weights: weightsOf } = JOINS_OF_VALUES[step.layer.kind];
  return {
    forward(inputs, output) {
      const [first, ...others] = where;
      for (let i = 0; i < output.length; i++) output[i] = inputs[0][first ? first[i] : i];
      others.forEach((at, k) => {
        const input = inputs[k + 1];
        for (let i = 0; i < output.length; i++) {
          output[i] = combine(output[i], input[at ? at[i] : i]);
        }
      });
      if (factor === 1) return;
      for (let i = 0; i < output.length; i++) output[i] *= factor;
    },
    backward(gradient, inputs) {
      const found = inputs.map((input) => new Float64Array(input.length));
      const values = new Array(inputs.length);
      for (let i = 0; i < gradient.length; i++) {
        for (let k = 0; k < inputs.length; k++) values[k] = inputs[k][where[k]?.[i] ?? i];
        const weights = weightsOf(values);
        for (let k = 0; k < inputs.length; k++) {
          found[k][where[k]?.[i] ?? i] += gradient[i] * weights[k];
        }
      }
      return found;
    },
  };
}

/** @param {Step} step @returns {Operation} */
function concatenation({ inputShapes, outputShape }) {
  const channels = inputShapes.map((shape) => shape[shape.length - 1]);
  const all = outputShape[outputShape.length - 1];
  return {
    forward(inputs, output) {
      let begin = 0;
      inputs.forEach((input, k) => {
        for (let from = 0, to = begin; from < input.length; to += all) {
          for (let channel = 0; channel < channels[k]; channel++) {
            output[to + channel] = input[from++];
          }
        }
        begin += channels[k];
      });
    },
    backward(gradient, inputs) {
      let begin = 0;
      return inputs.map((input, k) => {
        const found = new Float64Array(input.length);
        for (let to = 0, from = begin; to < found.length; from += all) {
          for (let channel = 0; channel < channels[k]; channel++) {
            found[to++] = gradient[from + channel];
          }
        }
        begin += channels[k];
        return found;
      });
    },
  };
}

/**
 * Makers of operations by kind of join; `operations.js` has them in its table.
 *
 * @type {Record<string, (step: Step) => Operation>}
 */
export const JOIN_OPERATIONS = {
  ...Object.fromEntries(Object.keys(COMBINED).map((kind) => [kind, joined])),
  Concatenate: concatenation,
};
