/** What the kernel does for joins: arrays combined two by two, and channels side by side. */

/** @import { Kernel } from "./kernel.js" */
/** @import { Planner } from "./kernel_calls.js" */
import { product } from "../core/arrays.js";
import { asPicture } from "./joins.js";
import { takeNormalization } from "./kernel_pointwise.js";

const BYTES = 4;

/** Bytes of a vector: what repeats has to begin at one. */
const VECTOR_BYTES = 16;

/**
 * Plans a join of values. All inputs but the first may be one value for each channel, as
 * squeeze-and-excitation has it; JavaScript joins what repeats otherwise.
 *
 * @param {"add" | "subtract" | "times" | "larger"} name
 * @param {(count: number) => number} [share] what the result is multiplied by
 * @returns {Planner}
 */
function joined(name, share = () => 1) {
  return ({ inputShapes, outputShape }, _, arena, { inputs, output }) => {
    const numBytes = product(outputShape) * BYTES;
    const channels = asPicture(outputShape)[2];
    const arrays = inputShapes.map((shape, index) => ({
      from: inputs[index],
      period: product(shape) * BYTES,
      isOfChannels: product(shape) === channels && asPicture(shape)[2] === channels,
    }));
    const isWhole = (/** @type {{period: number}} */ { period }) => period === numBytes;
    // Whoever comes first has to be whole; only in a difference does the order matter.
    if (name !== "subtract") arrays.sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)));
    const [first, ...others] = arrays;
    const fits = isWhole(first) &&
      others.every((array) =>
        isWhole(array) || array.isOfChannels && array.period % VECTOR_BYTES === 0
      );
    if (!fits) return null;
    const factor = share(arrays.length);
    const finish = factor === 1
      ? () => {}
      : takeNormalization(arena, [[0], [factor], [0]], output, numBytes, output);
    return (kernel) => () => {
      others.forEach(({ from, period }, index) =>
        kernel[name](index ? output : first.from, from, numBytes, period, output)
      );
      finish(kernel);
    };
  };
}

/** @type {Planner} */
function concatenation({ inputShapes, outputShape }, _, __, { inputs, output }) {
  const pixelBytes = outputShape[outputShape.length - 1] * BYTES;
  const numPixels = product(outputShape.slice(0, -1));
  let to = output;
  const parts = inputShapes.map((shape, index) => {
    const bytes = shape[shape.length - 1] * BYTES;
    const part = { from: inputs[index], bytes, to };
    to += bytes;
    return part;
  });
  return ({ copyRows }) => () => {
    for (const { from, bytes, to } of parts) {
      copyRows(from, bytes, numPixels, bytes, to, pixelBytes);
    }
  };
}

/**
 * Planners by kind of join; `kernel_calls.js` has them in its table.
 *
 * @type {Record<string, Planner>}
 */
export const KERNEL_JOINS = {
  Add: joined("add"),
  Subtract: joined("subtract"),
  Multiply: joined("times"),
  Average: joined("add", (count) => 1 / count),
  Maximum: joined("larger"),
  Concatenate: concatenation,
};
