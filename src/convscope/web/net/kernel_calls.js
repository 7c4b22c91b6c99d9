/** The table from layer kind to what the kernel does for it. */

/** @import { Arena } from "./arena.js" */
/** @import { Kernel } from "./kernel.js" */
/** @import { Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Tables } from "./pointwise.js" */
/** @import { Sliding } from "./windows.js" */
import { product } from "../core/arrays.js";
import { normalizationTables, rescalingTables } from "./pointwise.js";
import { windowBounds } from "./pooling.js";

const BYTES = 4;

/** Columns of a matrix side by side in the kernel. */
const PANEL = 8;

/**
 * Addresses of a layer's arrays: of what it takes in, its pre-activations and its activations.
 * `rectifies` says whether the layer's own call writes the activations, with ReLU.
 *
 * @typedef {{inputs: number[], output: number, activation: number, rectifies: boolean}} Places
 */

/**
 * Plans a layer: takes what memory it needs, and returns what computes it once there is a kernel;
 * null where JavaScript has to.
 *
 * @typedef {(step: Step, weights: Weights, arena: Arena, places: Places)
 *   => ((kernel: Kernel, numRows: number) => () => void) | null} Planner
 */

/**
 * Planners by layer kind; JavaScript computes what is not here.
 *
 * @type {Record<string, Planner>}
 */
export const KERNEL_CALLS = {
  Rescaling: normalization(rescalingTables),
  ZeroPadding2D: zeroPadding,
  Conv2D: convolution,
  MaxPooling2D: pooling("poolLargest"),
  AveragePooling2D: pooling("poolMean"),
  GlobalAveragePooling2D: pooling("poolMean"),
  GlobalMaxPooling2D: pooling("poolLargest"),
  BatchNormalization: normalization(normalizationTables),
  Dense: dense,
};

/** @type {Planner} */
function convolution(step, { kernel: matrix, bias }, arena, { inputs: [input], ...places }) {
  const [rows, columns] = /** @type {[Sliding, Sliding]} */ (step.sliding);
  const [height, width, channels] = step.inputShape;
  const filters = step.outputShape[2];
  // The kernel reads the pixels of a row under a window one behind the other, with all channels.
  if (columns.dilation > 1 || step.layer.groups > 1) return null;
  const margin = [rows.before, rows.after, columns.before, columns.after];
  const hasMargin = margin.some((size) => size > 0);
  const widthInside = columns.before + width + columns.after;
  const pixelBytes = channels * BYTES;
  const rowBytes = widthInside * pixelBytes;
  const padded = hasMargin
    ? arena.take((rows.before + height + rows.after) * widthInside * channels)
    : input;
  const inside = padded + rows.before * rowBytes + columns.before * pixelBytes;
  const run = columns.window * channels;
  const panels = takePanels(arena, matrix, rows.taps * run, filters, bias);
  const numPositions = rows.positions * columns.positions;
  return (kernel, numRows) => {
    const multiply = numPositions < numRows ? kernel.multiplyOne : kernel.multiply;
    return () => {
      if (hasMargin) kernel.copyRows(input, height, width * pixelBytes, inside, rowBytes);
      multiply(
        padded,
        rows.stride * rowBytes,
        columns.positions,
        columns.stride * pixelBytes,
        numPositions,
        rows.taps,
        rows.dilation * rowBytes,
        run,
        panels,
        filters,
        places.output,
        filters * BYTES,
        places.rectifies ? places.activation : 0,
      );
    };
  };
}

/** @type {Planner} */
function dense(step, { kernel: matrix, bias }, arena, { inputs: [input], ...places }) {
  const { output } = places;
  const rectified = places.rectifies ? places.activation : 0;
  const [numInputs] = step.inputShape;
  const [units] = step.outputShape;
  const panels = takePanels(arena, matrix, numInputs, units, bias);
  return ({ multiplyOne }) => () =>
    multiplyOne(input, 0, 1, 0, 1, 1, 0, numInputs, panels, units, output, 0, rectified);
}

/**
 * Takes a (rows, columns) matrix as the kernel reads it: eight columns after eight, the bias first.
 *
 * @param {Arena} arena
 * @param {Float32Array} matrix
 * @param {number} numRows
 * @param {number} numColumns
 * @param {Float32Array} [bias]
 * @returns {number} its address
 */
function takePanels(arena, matrix, numRows, numColumns, bias) {
  const numPanels = Math.ceil(numColumns / PANEL);
  const panelLength = (numRows + 1) * PANEL;
  return arena.take(numPanels * panelLength, (buffer, place) => {
    const values = new Float32Array(buffer, place, numPanels * panelLength);
    for (let column = 0; column < numColumns; column++) {
      let to = Math.floor(column / PANEL) * panelLength + column % PANEL;
      values[to] = bias?.[column] ?? 0;
      for (let from = column; from < matrix.length; from += numColumns) {
        values[to += PANEL] = matrix[from];
      }
    }
  });
}

/** @param {"poolLargest" | "poolMean"} name @returns {Planner} */
function pooling(name) {
  return (step, _, arena, { inputs: [input], output }) => {
    const [, width, channels] = step.inputShape;
    const pixelBytes = channels * BYTES;
    const [rows, columns] = windowBounds(step);
    const rowTable = takeTable(arena, rows, width * pixelBytes);
    const columnTable = takeTable(arena, columns, pixelBytes);
    return (kernel) => () =>
      kernel[name](
        input,
        width * pixelBytes,
        pixelBytes,
        rowTable,
        rows.length,
        columnTable,
        columns.length,
        output,
        pixelBytes,
      );
  };
}

/**
 * @param {Arena} arena
 * @param {[number, number][]} bounds first and first behind the last, on one axis
 * @param {number} stepBytes from one to the next
 * @returns {number} the address of (bytes to the first, how many)
 */
function takeTable(arena, bounds, stepBytes) {
  return arena.take(2 * bounds.length, (buffer, place) => {
    const table = new Int32Array(buffer, place, 2 * bounds.length);
    bounds.forEach(([first, end], i) => table.set([first * stepBytes, end - first], 2 * i));
  });
}

/** @param {Tables} tablesOf @returns {Planner} */
function normalization(tablesOf) {
  return (step, weights, arena, { inputs: [input], output }) => {
    const tables = tablesOf(step, weights);
    const period = 4 * tables[0].length; // The shortest that is whole vectors for sure.
    const place = arena.take(tables.length * period, (buffer, start) => {
      const values = new Float32Array(buffer, start, tables.length * period);
      tables.forEach((table, t) => {
        for (let i = 0; i < period; i++) values[t * period + i] = table[i % table.length];
      });
    });
    const numBytes = product(step.outputShape) * BYTES;
    return ({ normalize }) => () => normalize(input, numBytes, place, period * BYTES, output);
  };
}

/** @type {Planner} */
function zeroPadding(step, _, __, { inputs: [input], output }) {
  const [height, width, channels] = step.inputShape;
  const [[top], [left]] = step.layer.padding;
  const pixelBytes = channels * BYTES;
  const rowBytes = step.outputShape[1] * pixelBytes;
  const inside = output + top * rowBytes + left * pixelBytes;
  return ({ copyRows }) => () => copyRows(input, height, width * pixelBytes, inside, rowBytes);
}
