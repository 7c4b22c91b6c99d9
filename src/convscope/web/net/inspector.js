/** One neuron and everything that its value is made of, as the same JSON as Python's inspector. */

/** @import { CalculationStep } from "./neuron_steps.js" */
/** @import { Connection, Context } from "./connections.js" */
/** @import { Executor } from "./executor.js" */
/** @import { Region } from "./regions.js" */
/** @import { Step } from "./architecture.js" */
import { flatIndex, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { layerIndex } from "./architecture.js";
import { CONNECTIONS, contextOf } from "./connections.js";
import { stepsOf } from "./neuron_steps.js";
import { axesOf, regionBefore, regionOfInput } from "./regions.js";

/** Version of the JSON form. */
export const FORMAT = 1;

/** Kinds whose terms lie in a window. */
const WINDOWED = new Set(["Conv2D", "MaxPooling2D", "AveragePooling2D"]);

/**
 * One summand: `product` = `input` × `weight`. Padding has input 0 and a position outside.
 *
 * @typedef {{position: number[], input: number, weight: number, product: number,
 *   is_padding: boolean}} Term
 */

/**
 * How softmax makes shares of a row of values: exp(z − largest), and their sum.
 *
 * @typedef {{largest: number, sum: number,
 *   exponentials: {index: number, pre_activation: number, exponential: number}[]}} Softmax
 */

/**
 * pre_activation = sum + bias, sum = Σ product of the terms, activation = f(pre_activation).
 *
 * @typedef {object} Explanation
 * @property {number} format
 * @property {string} layer
 * @property {string} kind
 * @property {number[]} position (row, column, channel), or (index,) in a vector
 * @property {string} input_layer the layer that the terms' positions belong to, or `input`
 * @property {number[]} input_shape
 * @property {Region} region the part of that layer that the neuron sees
 * @property {Region} input_region the part of the image that it sees
 * @property {number[] | null} window (rows, columns, channels) of the terms
 * @property {Term[]} terms in the order of the kernel
 * @property {number} sum
 * @property {number} bias
 * @property {number} pre_activation
 * @property {string} activation_function
 * @property {number} activation
 * @property {number[] | null} winner position of max-pooling's winner
 * @property {CalculationStep[]} steps
 * @property {Softmax | null} softmax
 */

/**
 * Explains one neuron for the last input that the executor ran.
 *
 * @param {Executor} executor
 * @param {string} layer name
 * @param {number[]} position
 * @returns {Explanation}
 * @throws {ConvscopeError} no such layer, or no such neuron in it
 */
export function explainNeuron(executor, layer, position) {
  const { architecture } = executor.model;
  const index = layerIndex(architecture, layer);
  const context = contextOf(executor, index);
  const { step, kind, shape } = context;
  checkPosition(step, position);
  const { connections, bias } = CONNECTIONS[kind].gather(context, position);
  const terms = connections.map((connection) => termOf(connection, context));
  const sum = terms.reduce((total, term) => total + term.product, 0);
  const activationFunction = step.layer.activation ?? "linear";
  const winner = terms.find(({ weight }) => weight !== 0)?.position ?? null;
  return {
    format: FORMAT,
    layer,
    kind,
    position,
    input_layer: architecture.layers[step.inputs[0]]?.name ?? "input",
    input_shape: [...step.inputShape],
    region: regionBefore(connections, step.inputShape),
    input_region: regionOfInput(architecture, index, position),
    window: WINDOWED.has(kind) ? windowShape(context) : null,
    terms,
    sum,
    bias,
    pre_activation: sum + bias,
    activation_function: activationFunction,
    activation: context.activation[flatIndex(shape, position)],
    winner: kind === "MaxPooling2D" ? winner : null,
    steps: stepsOf(context, position, connections),
    softmax: activationFunction === "softmax" ? softmaxOf(context, position) : null,
  };
}

/** @param {Connection} connection @param {Context} context @returns {Term} */
function termOf({ position, weight, isPadding }, { step, input }) {
  const value = isPadding ? 0 : input[flatIndex(step.inputShape, position)];
  return { position, input: value, weight, product: value * weight, is_padding: isPadding };
}

/** @param {Context} context @returns {number[]} (rows, columns, channels) */
function windowShape({ step, kind }) {
  const windows = (step.sliding ?? []).map(({ window }) => window);
  return [...windows, kind === "Conv2D" ? step.inputShape[2] : 1];
}

/** @param {Context} context @param {number[]} position @returns {Softmax} */
function softmaxOf({ shape, preActivation }, position) {
  const start = flatIndex(shape, [...position.slice(0, -1), 0]);
  const row = Array.from(preActivation.subarray(start, start + shape[shape.length - 1]));
  const largest = row.reduce((a, b) => Math.max(a, b));
  const exponentials = row.map((z, index) => ({
    index,
    pre_activation: z,
    exponential: Math.exp(z - largest),
  }));
  return { largest, exponentials, sum: exponentials.reduce((sum, e) => sum + e.exponential, 0) };
}

/** @param {Step} step @param {number[]} position */
function checkPosition({ layer, outputShape }, position) {
  const example = outputShape.map((size) => size - 1).join(", ");
  const fix = `Ask for example for (${example}).`;
  if (position.length !== outputShape.length) {
    throw new ConvscopeError(
      `Layer "${layer.name}": received ${position.length} coordinates.`,
      `Its shape is ${shapeText(outputShape)}: a neuron has ${outputShape.length}.`,
      fix,
    );
  }
  const wrong = position.findIndex((at, axis) => {
    return !Number.isInteger(at) || at < 0 || at >= outputShape[axis];
  });
  if (wrong >= 0) {
    throw new ConvscopeError(
      `Layer "${layer.name}": there is no neuron at ${position.join(", ")}.`,
      `Its shape is ${shapeText(outputShape)}: ${axesOf(outputShape)[wrong]} go from 0 to ` +
        `${outputShape[wrong] - 1}.`,
      fix,
    );
  }
}
