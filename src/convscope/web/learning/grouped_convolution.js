/** Convolutions of a batch whose filters see a part of the channels: groups, depthwise, separable. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { eachTap, groupsOf, separated } from "../net/grouped_convolution.js";
import { convolution } from "./convolution.js";
import { addColumnSums, fillRows } from "./rows.js";

/**
 * Returns a convolution in groups, or a depthwise one.
 *
 * @param {Place} place with `kernel` (rows, columns, channels of a group, filters), perhaps `bias`;
 *   that of a depthwise layer lies in memory in the same way
 * @returns {LayerAtWork}
 */
export function groupedConvolution(place) {
  const { step, input, output, gradient, inputGradient } = place;
  const { kernel, bias } = place.tensors;
  const groups = groupsOf(step, kernel.length);
  const filters = step.outputShape[2];
  const numPositions = sizeOf(step.outputShape) / filters;
  const inputSize = sizeOf(step.inputShape);
  const outputSize = sizeOf(step.outputShape);
  const sums = new Float64Array(filters);
  const tapSize = groups.channels * filters;

  /**
   * Calls back for every channel under every window of every image: where it lies in the batch, where
   * the filters of its group lie in the output, and their weights in the kernel.
   *
   * @param {number} count
   * @param {(from: number, to: number, weights: number) => void} visit
   */
  function each(count, visit) {
    for (let image = 0; image < count; image++) {
      eachTap(step, (pixel, position, tap) => {
        for (let group = 0, c = 0; group < groups.count; group++) {
          const own = group * groups.filters;
          const to = image * outputSize + position + own;
          for (let channel = 0; channel < groups.channels; channel++, c++) {
            visit(image * inputSize + pixel + c, to, tap * tapSize + channel * filters + own);
          }
        }
      });
    }
  }

  return {
    forward(count) {
      fillRows(output, bias, count * numPositions, filters);
      each(count, (from, to, weights) => {
        const value = input[from];
        for (let f = 0; f < groups.filters; f++) output[to + f] += value * kernel[weights + f];
      });
    },
    backward(count) {
      const { kernel: kernelGradient, bias: biasGradient } = place.tensorGradients;
      if (biasGradient) addColumnSums(biasGradient, gradient, count * numPositions, sums);
      inputGradient?.fill(0, 0, count * inputSize);
      each(count, (from, to, weights) => {
        const value = input[from];
        let sum = 0;
        for (let f = 0; f < groups.filters; f++) {
          kernelGradient[weights + f] += value * gradient[to + f];
          sum += kernel[weights + f] * gradient[to + f];
        }
        if (inputGradient) inputGradient[from] += sum;
      });
    },
  };
}

/**
 * Returns a depthwise convolution and one of 1 × 1 behind it.
 *
 * @param {Place} place with `depthwise_kernel`, `pointwise_kernel`, perhaps `bias`
 * @returns {LayerAtWork}
 */
export function separableConvolution(place) {
  const { depthwise, pointwise } = separated(place.step);
  const length = place.batchSize * sizeOf(depthwise.outputShape);
  const [between, gradient] = [length, length].map((size) => place.product.allocate(size));
  const first = groupedConvolution({
    ...place,
    step: depthwise,
    output: between,
    gradient,
    tensors: { kernel: place.tensors.depthwise_kernel },
    tensorGradients: { kernel: place.tensorGradients.depthwise_kernel },
  });
  const { bias } = place.tensors;
  const second = convolution({
    ...place,
    step: pointwise,
    input: between,
    inputGradient: gradient,
    tensors: { kernel: place.tensors.pointwise_kernel, ...bias && { bias } },
    tensorGradients: {
      kernel: place.tensorGradients.pointwise_kernel,
      ...bias && { bias: place.tensorGradients.bias },
    },
  });
  return {
    forward(count, isTraining) {
      first.forward(count, isTraining);
      second.forward(count, isTraining);
    },
    backward(count) {
      second.backward(count);
      first.backward(count);
    },
  };
}
