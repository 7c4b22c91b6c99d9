/** Transposed convolution: every value paints the filters, times itself, and overlaps add up. */

/** @import { LayerConnections } from "./connections.js" */
/** @import { Operation, Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Spreading } from "./spreading.js" */
import { product } from "../core/arrays.js";
import { arriving, reached } from "./spreading.js";

/**
 * Calls back for every place of every value's window: where its pixel begins in the input, where the
 * position begins in the output, and where the weights of the tap begin. What is cut off is left out.
 *
 * @param {Step} step
 * @param {(input: number, output: number, weights: number) => void} visit
 */
export function eachPainted(step, visit) {
  const [rows, columns] = spreadingOf(step);
  const { inputShape: [height, width, channels], outputShape: [, across, filters] } = step;
  const tapSize = filters * channels;
  const ways = Array.from({ length: width }, (_, column) => reached(columns, column));
  for (let row = 0; row < height; row++) {
    for (const down of reached(rows, row)) {
      ways.forEach((places, column) => {
        const pixel = (row * width + column) * channels;
        for (const right of places) {
          const position = (down.position * across + right.position) * filters;
          visit(pixel, position, (down.tap * columns.taps + right.tap) * tapSize);
        }
      });
    }
  }
}

/**
 * Returns a transposed convolution.
 *
 * @param {Step} step
 * @param {Weights} weights `kernel` (rows, columns, filters, channels), perhaps `bias` (filters,)
 * @returns {Operation}
 */
export function transposedConvolution(step, { kernel, bias }) {
  const channels = step.inputShape[2];
  const filters = step.outputShape[2];
  const sums = new Float64Array(product(step.outputShape));
  return {
    forward([input], output) {
      for (let i = 0; i < sums.length; i++) sums[i] = bias?.[i % filters] ?? 0;
      eachPainted(step, (pixel, position, weights) => {
        for (let f = 0, at = weights; f < filters; f++) {
          let sum = 0;
          for (let c = 0; c < channels; c++, at++) sum += input[pixel + c] * kernel[at];
          sums[position + f] += sum;
        }
      });
      output.set(sums);
    },
    backward(gradient) {
      const result = new Float64Array(product(step.inputShape));
      eachPainted(step, (pixel, position, weights) => {
        for (let f = 0, at = weights; f < filters; f++) {
          const own = gradient[position + f];
          for (let c = 0; c < channels; c++, at++) result[pixel + c] += own * kernel[at];
        }
      });
      return [result];
    },
  };
}

/**
 * The values whose windows reach the neuron, all channels of each. Which weights of its filter they
 * meet depends on where the neuron lies.
 *
 * @type {LayerConnections}
 */
export const TRANSPOSED = {
  gather({ step, tensors: { kernel, bias } }, [row, column, filter]) {
    const [rows, columns] = spreadingOf(step);
    const [, , filters, channels] = step.parameterShapes.kernel;
    const connections = arriving(rows, row).flatMap((down) =>
      arriving(columns, column).flatMap((right) => {
        const first = ((down.tap * columns.taps + right.tap) * filters + filter) * channels;
        return Array.from({ length: channels }, (_, channel) => ({
          position: [down.place, right.place, channel],
          weight: kernel[first + channel],
          isPadding: false,
          place: first + channel,
        }));
      })
    );
    return { connections, bias: bias?.[filter] ?? 0 };
  },
  feed({ step, tensors: { kernel } }, [row, column, channel]) {
    const [rows, columns] = spreadingOf(step);
    const [, , filters, channels] = step.parameterShapes.kernel;
    return reached(rows, row).flatMap((down) =>
      reached(columns, column).flatMap((right) => {
        const tap = down.tap * columns.taps + right.tap;
        return Array.from({ length: filters }, (_, filter) => ({
          position: [down.position, right.position, filter],
          weight: kernel[(tap * filters + filter) * channels + channel],
          isPadding: false,
        }));
      })
    );
  },
};

/** @param {Step} step @returns {[Spreading, Spreading]} over rows and columns */
function spreadingOf({ spreading }) {
  return /** @type {[Spreading, Spreading]} */ (spreading);
}
