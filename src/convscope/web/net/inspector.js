/** One neuron and everything that its value is made of, as the same JSON as Python's inspector. */

/** @import { CalculationStep } from "./neuron_steps.js" */
/** @import { Connection, Context } from "./connections.js" */
/** @import { Executor } from "./executor.js" */
/** @import { Region } from "./regions.js" */
/** @import { Architecture, Step } from "./architecture.js" */
import { flatIndex, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { inputNames, layerIndex } from "./architecture.js";
import { CONNECTIONS, contextOf } from "./connections.js";
import { joinedValues } from "./join_connections.js";
import { JOINS_OF_VALUES } from "./joins.js";
import { KIND_FACTS } from "./kind_facts.js";
import { joinSteps, stepsOf } from "./neuron_steps.js";
import { axesOf, regionAt, regionBefore, regionOfInput } from "./regions.js";

/** Version of the JSON form. */
export const FORMAT = 1;

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
 * @property {string} input_layer the layer that the terms' positions belong to, or `input`; in a
 *   join, the layer of the first of them
 * @property {number[]} input_shape
 * @property {string[]} [sources] in a join, the layers whose values it takes in
 * @property {Region} region the part of that layer that the neuron depends on
 * @property {Region} input_region the part of the image that it depends on
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
  const taken = KIND_FACTS[kind].joins
    ? takeInJoined(architecture, context, position)
    : takeIn(architecture, context, position);
  const { terms, bias } = taken;
  const sum = terms.reduce((total, term) => total + term.product, 0);
  const activationFunction = step.layer.activation ?? "linear";
  const winner = terms.find(({ weight }) => weight !== 0)?.position ?? null;
  return {
    format: FORMAT,
    layer,
    kind,
    position,
    input_layer: taken.input_layer,
    input_shape: taken.input_shape,
    ...taken.sources && { sources: taken.sources },
    region: taken.region,
    input_region: regionOfInput(architecture, index, position),
    window: step.sliding || step.spreading ? windowOf(terms) : null,
    terms,
    sum,
    bias,
    pre_activation: sum + bias,
    activation_function: activationFunction,
    activation: context.activation[flatIndex(shape, position)],
    winner: KIND_FACTS[kind].keeps_winner ? winner : null,
    steps: taken.steps,
    softmax: activationFunction === "softmax" ? softmaxOf(context, position) : null,
  };
}

/**
 * What a neuron is made of before its activation function.
 *
 * @typedef {Pick<Explanation, "input_layer" | "input_shape" | "sources" | "region" | "terms" | "bias"
 *   | "steps">} TakenIn
 */

/**
 * @param {Architecture} architecture
 * @param {Context} context
 * @param {number[]} position
 * @returns {TakenIn}
 */
function takeIn(architecture, context, position) {
  const { step, kind } = context;
  const { connections, bias } = CONNECTIONS[kind].gather(context, position);
  return {
    input_layer: inputNames(architecture, step)[0],
    input_shape: [...step.inputShape],
    region: regionBefore(connections, step),
    terms: connections.map((connection) => termOf(connection, context)),
    bias,
    steps: stepsOf(context, position, connections),
  };
}

/**
 * @param {Architecture} architecture
 * @param {Context} context
 * @param {number[]} position
 * @returns {TakenIn}
 */
function takeInJoined(architecture, context, position) {
  const { step, kind } = context;
  const names = inputNames(architecture, step);
  const joined = joinedValues(context, position);
  const shown = JOINS_OF_VALUES[kind].addsTerms ? joined : joined.slice(0, 1);
  const [{ source, position: first }] = joined;
  return {
    input_layer: names[source],
    input_shape: [...step.inputShapes[source]],
    sources: joined.map((value) => names[value.source]),
    region: regionAt(first),
    terms: shown.map(({ position, value: input, weight }) => ({
      position,
      input,
      weight,
      product: input * weight,
      is_padding: false,
    })),
    bias: 0,
    steps: joinSteps(kind, joined.map((value) => ({ layer: names[value.source], ...value }))),
  };
}

/** @param {Term[]} terms @returns {number[] | null} rows, columns and channels of the terms */
function windowOf(terms) {
  if (!terms.length) return null;
  return [0, 1, 2].map((axis) => new Set(terms.map(({ position }) => position[axis])).size);
}

/** @param {Connection} connection @param {Context} context @returns {Term} */
function termOf({ position, weight, isPadding }, { step, input }) {
  const value = isPadding ? 0 : input[flatIndex(step.inputShape, position)];
  return { position, input: value, weight, product: value * weight, is_padding: isPadding };
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
