/** A copy of one layer that slides otherwise: to try what stride, padding and size do. */

/** @import { Sliding } from "./windows.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Weights } from "./operations.js" */
import { ACTIVATIONS } from "./activations.js";
import { filtersOf, groupOf } from "./filters.js";
import { KIND_FACTS } from "./kind_facts.js";
import { slide } from "./windows.js";

/**
 * What a reader may set, for rows and columns. `dilation` is the distance between two values under
 * the window.
 *
 * @typedef {{size: [number, number], stride: [number, number], dilation: [number, number],
 *   padding: "valid" | "same"}} Settings
 */

/**
 * @typedef {object} CopiedMap
 * @property {[Sliding, Sliding]} sliding over rows and columns
 * @property {Float32Array} values (rows, columns); empty where the window does not fit
 */

/**
 * Returns what the layer itself is set to.
 *
 * @param {Step} step whose window slides
 * @returns {Settings}
 */
export function settingsOf({ layer }) {
  return {
    size: layer.kernel_size ?? layer.pool_size,
    stride: layer.strides,
    dilation: layer.dilation_rate ?? [1, 1],
    padding: layer.padding,
  };
}

/**
 * Returns one map of the copy. A kernel of another size is the learned one, cut at its edges or
 * with zeros around it; both have the same middle.
 *
 * @param {Step} step
 * @param {Weights} weights of the layer
 * @param {ArrayLike<number>} input (height, width, channels)
 * @param {number} channel of the output
 * @param {Settings} settings
 * @returns {CopiedMap}
 */
export function copiedMap(step, weights, input, channel, settings) {
  const sliding = slidingOf(step, settings);
  const [rows, columns] = sliding;
  const compute = KIND_FACTS[step.layer.kind].convolves
    ? weightedSum(step, weights, input, channel, settings)
    : pooled(step, input, channel, settings);
  const values = new Float32Array(rows.positions * columns.positions);
  for (let place = 0; place < values.length; place++) {
    const top = Math.floor(place / columns.positions) * rows.stride - rows.before;
    const left = (place % columns.positions) * columns.stride - columns.before;
    values[place] = compute(top, left);
  }
  const { activation = "linear" } = step.layer;
  if (activation !== "linear" && activation !== "softmax") {
    ACTIVATIONS[activation].forward(values.slice(), values, 1);
  }
  return { sliding, values };
}

/** @param {Step} step @param {Settings} settings @returns {[Sliding, Sliding]} */
function slidingOf({ inputShape }, { size, stride, dilation, padding }) {
  const [rows, columns] = [0, 1].map((axis) =>
    slide(inputShape[axis], size[axis], stride[axis], padding, dilation[axis])
  );
  return [rows, columns];
}

/**
 * @param {Step} step
 * @param {Weights} weights
 * @param {ArrayLike<number>} input
 * @param {number} filter
 * @param {Settings} settings
 * @returns {(top: number, left: number) => number}
 */
function weightedSum(step, weights, input, filter, { size, dilation }) {
  const [height, width, channels] = step.inputShape;
  const { values: kernel, shape } = filtersOf(step, weights);
  const [learnedRows, learnedColumns, ofGroup, filters] = shape;
  const firstChannel = groupOf(step, shape, filter) * ofGroup;
  const shiftRow = Math.floor((size[0] - learnedRows) / 2);
  const shiftColumn = Math.floor((size[1] - learnedColumns) / 2);
  return (top, left) => {
    let sum = weights.bias?.[filter] ?? 0;
    for (let u = 0; u < learnedRows; u++) {
      for (let v = 0; v < learnedColumns; v++) {
        const [inRow, inColumn] = [u + shiftRow, v + shiftColumn];
        const row = top + inRow * dilation[0];
        const column = left + inColumn * dilation[1];
        const isCut = inRow < 0 || inColumn < 0 || inRow >= size[0] || inColumn >= size[1];
        if (isCut || row < 0 || column < 0 || row >= height || column >= width) continue;
        const from = (row * width + column) * channels + firstChannel;
        const first = (u * learnedColumns + v) * ofGroup * filters + filter;
        for (let c = 0; c < ofGroup; c++) sum += input[from + c] * kernel[first + c * filters];
      }
    }
    return sum;
  };
}

/**
 * @param {Step} step
 * @param {ArrayLike<number>} input
 * @param {number} channel
 * @param {Settings} settings
 * @returns {(top: number, left: number) => number} what lies in the padding is left out
 */
function pooled({ layer, inputShape: [height, width, channels] }, input, channel, { size }) {
  return (top, left) => {
    let [sum, count, largest] = [0, 0, -Infinity];
    for (let row = Math.max(top, 0); row < Math.min(top + size[0], height); row++) {
      for (let column = Math.max(left, 0); column < Math.min(left + size[1], width); column++) {
        const value = input[(row * width + column) * channels + channel];
        largest = Number.isNaN(value) ? NaN : Math.max(largest, value);
        sum += value;
        count++;
      }
    }
    return KIND_FACTS[layer.kind].keeps_winner ? largest : sum / count;
  };
}
