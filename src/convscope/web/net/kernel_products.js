/** What the kernel does for layers that are weighted sums: convolutions of every form, and Dense. */

/** @import { Arena } from "./arena.js" */
/** @import { Kernel } from "./kernel.js" */
/** @import { Planner } from "./kernel_calls.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Sliding } from "./windows.js" */
import { product } from "../core/arrays.js";
import { groupsOf, separated } from "./grouped_convolution.js";
import { AT_ONCE } from "./kernel_bytes.js";

const BYTES = 4;

/** Columns of a matrix side by side in the kernel. */
const PANEL = 8;

/** @type {Planner} */
export function dense(step, { kernel: matrix, bias }, arena, places) {
  const { inputs: [input], output } = places;
  const rectified = places.rectifies ? places.activation : 0;
  const [numInputs] = step.inputShape;
  const [units] = step.outputShape;
  const panels = takePanels(arena, matrix, numInputs, units, bias);
  return ({ multiplyOne }) => () =>
    multiplyOne(input, 0, 1, 0, 1, 1, 0, 0, 0, numInputs, panels, units, output, 0, rectified);
}

/**
 * Plans a convolution, in groups or not: a matrix product for each group.
 *
 * @type {Planner}
 */
export function convolution(step, { kernel: matrix, bias }, arena, places) {
  const [rows, columns] = slidingOf(step);
  const groups = groupsOf(step, matrix.length);
  const filters = step.outputShape[2];
  const picture = takePicture(step, arena, places.inputs[0]);
  const { pixelBytes, rowBytes } = picture;
  // Neighbours under a window are one run with all their channels; others are a run for each pixel.
  const isWhole = columns.dilation === 1 && groups.count === 1;
  const acrossBytes = columns.dilation * pixelBytes;
  const downBytes = rows.dilation * rowBytes;
  const runs = isWhole ? [rows.taps, downBytes, 0, 0, columns.taps * groups.channels] : [
    rows.taps * columns.taps,
    acrossBytes,
    columns.taps,
    downBytes - columns.taps * acrossBytes,
    groups.channels,
  ];
  const patchSize = rows.taps * columns.taps * groups.channels;
  const numPositions = rows.positions * columns.positions;
  // Panels are written whole: a group that does not fill them would write over those beside it.
  const isApart = groups.count > 1 && groups.filters % PANEL > 0;
  if (isApart) places.rectifies = false;
  const apart = isApart ? arena.take(numPositions * groups.filters) : 0;
  const [filterBytes, groupBytes] = [filters * BYTES, groups.filters * BYTES];
  const parts = Array.from({ length: groups.count }, (_, group) => ({
    source: picture.start + group * groups.channels * BYTES,
    panels: takePanels(arena, matrix, patchSize, filters, bias, {
      first: group * groups.filters,
      count: groups.filters,
    }),
    output: places.output + group * groupBytes,
    rectified: places.rectifies ? places.activation + group * groupBytes : 0,
  }));
  return (kernel, numRows) => {
    const multiply = numPositions < numRows ? kernel.multiplyOne : kernel.multiply;
    return () => {
      picture.fill(kernel);
      for (const { source, panels, output, rectified } of parts) {
        multiply(
          source,
          rows.stride * rowBytes,
          columns.positions,
          columns.stride * pixelBytes,
          numPositions,
          ...runs,
          panels,
          groups.filters,
          isApart ? apart : output,
          isApart ? groupBytes : filterBytes,
          rectified,
        );
        if (!isApart) continue;
        kernel.copyRows(apart, groupBytes, numPositions, groupBytes, output, filterBytes);
      }
    };
  };
}

/** @type {Planner} */
export function depthwise(step, weights, arena, places) {
  const [rows, columns] = slidingOf(step);
  const channels = step.inputShape[2];
  if (step.outputShape[2] > channels) return convolution(step, weights, arena, places);
  const picture = takePicture(step, arena, places.inputs[0]);
  const { pixelBytes, rowBytes } = picture;
  const { kernel: matrix, bias } = weights;
  const panels = takePanels(arena, matrix, rows.taps * columns.taps, channels, bias);
  const rectified = places.rectifies ? places.activation : 0;
  return (kernel) => {
    const compute = columns.positions < AT_ONCE ? kernel.depthwiseOne : kernel.depthwise;
    return () => {
      picture.fill(kernel);
      compute(
        picture.start,
        rows.stride * rowBytes,
        rows.positions,
        columns.stride * pixelBytes,
        columns.positions,
        rows.taps,
        rows.dilation * rowBytes,
        columns.taps,
        columns.dilation * pixelBytes,
        panels,
        channels,
        places.output,
        rectified,
      );
    };
  };
}

/** @type {Planner} */
export function separable(step, { depthwise_kernel, pointwise_kernel, bias }, arena, places) {
  const steps = separated(step);
  const between = arena.take(product(steps.depthwise.outputShape));
  const first = { inputs: places.inputs, output: between, activation: between, rectifies: false };
  const startFirst = depthwise(steps.depthwise, { kernel: depthwise_kernel }, arena, first);
  const ofPixels = { kernel: pointwise_kernel, ...bias && { bias } };
  const second = { ...places, inputs: [between] };
  const startSecond = convolution(steps.pointwise, ofPixels, arena, second);
  return (kernel, numRows) => {
    const calls = [startFirst, startSecond].map((start) => start?.(kernel, numRows));
    return () => calls.forEach((call) => call?.());
  };
}

/**
 * Takes memory for a layer's input with zeros around it, where its windows reach beyond the edge.
 *
 * @param {Step} step
 * @param {Arena} arena
 * @param {number} input
 * @returns {{start: number, pixelBytes: number, rowBytes: number, fill: (kernel: Kernel) => void}}
 *   `fill` copies the input into it
 */
function takePicture(step, arena, input) {
  const [rows, columns] = slidingOf(step);
  const [height, width, channels] = step.inputShape;
  const pixelBytes = channels * BYTES;
  const hasMargin = [rows, columns].some(({ before, after }) => before > 0 || after > 0);
  if (!hasMargin) return { start: input, pixelBytes, rowBytes: width * pixelBytes, fill() {} };
  const widthInside = columns.before + width + columns.after;
  const rowBytes = widthInside * pixelBytes;
  const start = arena.take((rows.before + height + rows.after) * widthInside * channels);
  const inside = start + rows.before * rowBytes + columns.before * pixelBytes;
  const ofInput = width * pixelBytes;
  return {
    start,
    pixelBytes,
    rowBytes,
    fill: ({ copyRows }) => copyRows(input, ofInput, height, ofInput, inside, rowBytes),
  };
}

/**
 * Takes columns of a (rows, columns) matrix as the kernel reads them: eight after eight, the bias
 * first.
 *
 * @param {Arena} arena
 * @param {Float32Array} matrix
 * @param {number} numRows
 * @param {number} numColumns of the whole matrix
 * @param {Float32Array} [bias] of all columns
 * @param {{first: number, count: number}} [part] which columns; all where it is left out
 * @returns {number} its address
 */
function takePanels(
  arena,
  matrix,
  numRows,
  numColumns,
  bias,
  { first, count } = { first: 0, count: numColumns },
) {
  const numPanels = Math.ceil(count / PANEL);
  const panelLength = (numRows + 1) * PANEL;
  return arena.take(numPanels * panelLength, (buffer, place) => {
    const values = new Float32Array(buffer, place, numPanels * panelLength);
    for (let column = 0; column < count; column++) {
      let to = Math.floor(column / PANEL) * panelLength + column % PANEL;
      values[to] = bias?.[first + column] ?? 0;
      for (let from = first + column; from < matrix.length; from += numColumns) {
        values[to += PANEL] = matrix[from];
      }
    }
  });
}

/** @param {Step} step @returns {[Sliding, Sliding]} */
function slidingOf({ sliding }) {
  return /** @type {[Sliding, Sliding]} */ (sliding);
}
