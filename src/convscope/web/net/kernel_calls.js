/** The table from layer kind to what the kernel does for it. */

/** @import { Arena } from "./arena.js" */
/** @import { Kernel } from "./kernel.js" */
/** @import { Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
import { KERNEL_JOINS } from "./kernel_joins.js";
import { cropping, normalization, ramp, zeroPadding } from "./kernel_pointwise.js";
import { convolution, dense, depthwise, separable } from "./kernel_products.js";
import { normalizationTables, rescalingTables } from "./pointwise.js";
import { windowBounds } from "./pooling.js";

const BYTES = 4;

/**
 * Addresses of a layer's arrays: of what it takes in, its pre-activations and its activations.
 * `rectifies` says whether the layer's own call writes the activations, with ReLU; a planner that
 * cannot takes it back.
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
  Cropping2D: cropping,
  Conv2D: convolution,
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  MaxPooling2D: pooling("poolLargest"),
  AveragePooling2D: pooling("poolMean"),
  GlobalAveragePooling2D: pooling("poolMean"),
  GlobalMaxPooling2D: pooling("poolLargest"),
  BatchNormalization: normalization(normalizationTables),
  ReLU: ramp,
  Dense: dense,
  ...KERNEL_JOINS,
};

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
