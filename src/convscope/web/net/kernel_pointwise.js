/** What the kernel does for layers that look at single values, and for margins of a picture. */

/** @import { Arena } from "./arena.js" */
/** @import { Kernel } from "./kernel.js" */
/** @import { Planner } from "./kernel_calls.js" */
/** @import { Tables } from "./pointwise.js" */
import { product } from "../core/arrays.js";

const BYTES = 4;

/** @param {Tables} tablesOf @returns {Planner} */
export function normalization(tablesOf) {
  return (step, weights, arena, { inputs: [input], output }) => {
    const numBytes = product(step.outputShape) * BYTES;
    const call = takeNormalization(arena, tablesOf(step, weights), input, numBytes, output);
    return (kernel) => () => call(kernel);
  };
}

/**
 * Plans (x − mean) × scale + offset.
 *
 * @param {Arena} arena
 * @param {ArrayLike<number>[]} tables mean, scale and offset, repeated along the values
 * @param {number} input
 * @param {number} numBytes
 * @param {number} output
 * @returns {(kernel: Kernel) => void}
 */
export function takeNormalization(arena, tables, input, numBytes, output) {
  const period = 4 * tables[0].length; // The shortest that is whole vectors for sure.
  const place = arena.take(tables.length * period, (buffer, start) => {
    const values = new Float32Array(buffer, start, tables.length * period);
    tables.forEach((table, t) => {
      for (let i = 0; i < period; i++) values[t * period + i] = table[i % table.length];
    });
  });
  return ({ normalize }) => normalize(input, numBytes, place, period * BYTES, output);
}

/** @type {Planner} */
export function ramp(step, _, arena, { inputs: [input], output }) {
  const { max_value: most, negative_slope: slope, threshold } = step.layer;
  if (slope !== 0 || threshold !== 0) return null;
  const ceiling = takeCeiling(arena, most ?? Infinity);
  const numBytes = product(step.outputShape) * BYTES;
  return ({ rectify }) => () => rectify(input, numBytes, output, ceiling);
}

/**
 * @param {Arena} arena
 * @param {number} most the largest value that ReLU puts out
 * @returns {number} its address, as `rectify` reads it
 */
export function takeCeiling(arena, most) {
  return arena.take(1, (buffer, place) => new Float32Array(buffer, place, 1).fill(most));
}

/** @type {Planner} */
export function zeroPadding(step, _, __, { inputs: [input], output }) {
  const [height, width, channels] = step.inputShape;
  const [[top], [left]] = step.layer.padding;
  const pixelBytes = channels * BYTES;
  const [from, to] = [width, step.outputShape[1]].map((length) => length * pixelBytes);
  const inside = output + top * to + left * pixelBytes;
  return ({ copyRows }) => () => copyRows(input, from, height, from, inside, to);
}

/** @type {Planner} */
export function cropping(step, _, __, { inputs: [input], output }) {
  const [, width, channels] = step.inputShape;
  const [[top], [left]] = step.layer.cropping;
  const pixelBytes = channels * BYTES;
  const [from, to] = [width, step.outputShape[1]].map((length) => length * pixelBytes);
  const inside = input + top * from + left * pixelBytes;
  return ({ copyRows }) => () => copyRows(inside, from, step.outputShape[0], to, output, to);
}
