/** Transposed convolution of a batch: every value paints the filters, times itself. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { eachPainted } from "../net/transposed_convolution.js";
import { addColumnSums, fillRows } from "./rows.js";

/**
 * Returns the transposed convolution of one layer.
 *
 * @param {Place} place with `kernel` (rows, columns, filters, channels), perhaps `bias` (filters,)
 * @returns {LayerAtWork}
 */
export function transposedConvolution(place) {
  const { step, input, output, gradient, inputGradient } = place;
  const { kernel, bias } = place.tensors;
  const channels = step.inputShape[2];
  const filters = step.outputShape[2];
  const [inputSize, outputSize] = [sizeOf(step.inputShape), sizeOf(step.outputShape)];
  const numPositions = outputSize / filters;
  const sums = new Float64Array(filters);

  /** @param {number} count @param {(from: number, to: number, weights: number) => void} visit */
  function each(count, visit) {
    eachPainted(step, (pixel, position, weights) => {
      for (let image = 0; image < count; image++) {
        visit(image * inputSize + pixel, image * outputSize + position, weights);
      }
    });
  }

  return {
    forward(count) {
      fillRows(output, bias, count * numPositions, filters);
      each(count, (from, to, weights) => {
        for (let f = 0, at = weights; f < filters; f++) {
          let sum = 0;
          for (let c = 0; c < channels; c++, at++) sum += input[from + c] * kernel[at];
          output[to + f] += sum;
        }
      });
    },
    backward(count) {
      const { kernel: kernelGradient, bias: biasGradient } = place.tensorGradients;
      if (biasGradient) addColumnSums(biasGradient, gradient, count * numPositions, sums);
      inputGradient?.fill(0, 0, count * inputSize);
      each(count, (from, to, weights) => {
        for (let f = 0, at = weights; f < filters; f++) {
          const own = gradient[to + f];
          for (let c = 0; c < channels; c++, at++) {
            kernelGradient[at] += own * input[from + c];
            if (inputGradient) inputGradient[from + c] += own * kernel[at];
          }
        }
      });
    },
  };
}
