/** Convolutions whose filters see a part of the channels: in groups, depthwise, separable. */

/** @import { Operation, Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Sliding } from "./windows.js" */
import { product } from "../core/arrays.js";
import { convolution } from "./convolution.js";
import { slide } from "./windows.js";

/**
 * How the maps and channels of a layer are divided among its groups.
 *
 * @typedef {object} Groups
 * @property {number} count
 * @property {number} channels of one group
 * @property {number} filters of one group
 */

/**
 * Returns the groups of a layer with a kernel (rows, columns, channels of a group, filters); in a
 * depthwise one every channel is a group.
 *
 * @param {Step} step
 * @param {number} kernelSize values in the kernel
 * @returns {Groups}
 */
export function groupsOf(step, kernelSize) {
  const [rows, columns] = slidingOf(step);
  const [channels, filters] = [step.inputShape[2], step.outputShape[2]];
  const ofGroup = kernelSize / (rows.taps * columns.taps * filters);
  const count = channels / ofGroup;
  return { count, channels: ofGroup, filters: filters / count };
}

/**
 * Calls back for every value under every window: where its pixel begins in the input, where its
 * position begins in the output, and the place under the window. Padding is left out.
 *
 * @param {Step} step
 * @param {(input: number, output: number, tap: number) => void} visit
 */
export function eachTap(step, visit) {
  const [rows, columns] = slidingOf(step);
  const [height, width, channels] = step.inputShape;
  const filters = step.outputShape[2];
  for (let position = 0; position < rows.positions * columns.positions; position++) {
    const top = Math.floor(position / columns.positions) * rows.stride - rows.before;
    const left = (position % columns.positions) * columns.stride - columns.before;
    for (let u = 0; u < rows.taps; u++) {
      const row = top + u * rows.dilation;
      if (row < 0 || row >= height) continue;
      for (let v = 0; v < columns.taps; v++) {
        const column = left + v * columns.dilation;
        if (column < 0 || column >= width) continue;
        visit((row * width + column) * channels, position * filters, u * columns.taps + v);
      }
    }
  }
}

/**
 * Returns a convolution in groups, or a depthwise one.
 *
 * @param {Step} step
 * @param {Weights} weights `kernel` (rows, columns, channels of a group, filters), perhaps `bias`;
 *   that of a depthwise layer, (rows, columns, channels, maps), lies in memory in the same way
 * @returns {Operation}
 */
export function groupedConvolution(step, { kernel, bias }) {
  const groups = groupsOf(step, kernel.length);
  const filters = step.outputShape[2];
  const sums = new Float64Array(product(step.outputShape));
  const tapSize = groups.channels * filters;
  return {
    forward([input], output) {
      for (let i = 0; i < sums.length; i++) sums[i] = bias?.[i % filters] ?? 0;
      eachTap(step, (pixel, position, tap) => {
        for (let group = 0, c = 0; group < groups.count; group++) {
          const to = position + group * groups.filters;
          for (let own = 0; own < groups.channels; own++, c++) {
            const value = input[pixel + c];
            const from = tap * tapSize + own * filters + group * groups.filters;
            for (let f = 0; f < groups.filters; f++) sums[to + f] += value * kernel[from + f];
          }
        }
      });
      output.set(sums);
    },
    backward(gradient) {
      const result = new Float64Array(product(step.inputShape));
      eachTap(step, (pixel, position, tap) => {
        for (let group = 0, c = 0; group < groups.count; group++) {
          const at = position + group * groups.filters;
          for (let own = 0; own < groups.channels; own++, c++) {
            const from = tap * tapSize + own * filters + group * groups.filters;
            let sum = 0;
            for (let f = 0; f < groups.filters; f++) sum += kernel[from + f] * gradient[at + f];
            result[pixel + c] += sum;
          }
        }
      });
      return [result];
    },
  };
}

/**
 * Returns the steps of both convolutions that a separable one is made of.
 *
 * @param {Step} step
 * @returns {{depthwise: Step, pointwise: Step}}
 */
export function separated(step) {
  const [rows, columns] = slidingOf(step);
  const { depthwise_kernel: kernel } = step.parameterShapes;
  const between = [rows.positions, columns.positions, kernel[2] * kernel[3]];
  const single = (/** @type {Sliding} */ { positions }) => slide(positions, 1, 1, "valid");
  return {
    depthwise: { ...step, outputShape: between },
    pointwise: { ...step, inputShape: between, sliding: [single(rows), single(columns)] },
  };
}

/**
 * Returns a depthwise convolution and one of 1 × 1 behind it.
 *
 * @param {Step} step
 * @param {Weights} weights `depthwise_kernel`, `pointwise_kernel`, perhaps `bias`
 * @returns {Operation}
 */
export function separableConvolution(step, { depthwise_kernel, pointwise_kernel, bias }) {
  const { depthwise, pointwise } = separated(step);
  const between = new Float32Array(product(depthwise.outputShape));
  const first = groupedConvolution(depthwise, { kernel: depthwise_kernel });
  const second = convolution(pointwise, { kernel: pointwise_kernel, ...bias && { bias } });
  return {
    forward(inputs, output) {
      first.forward(inputs, between);
      second.forward([between], output);
    },
    backward: (gradient, inputs) => first.backward(second.backward(gradient, [])[0], inputs),
  };
}

/** @param {Step} step @returns {[Sliding, Sliding]} */
function slidingOf({ sliding }) {
  return /** @type {[Sliding, Sliding]} */ (sliding);
}
