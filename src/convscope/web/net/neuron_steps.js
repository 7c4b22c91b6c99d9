/** Calculations that read better line by line than as one factor: averages, normalization. */

/** @import { Connection, Context } from "./connections.js" */
/** @import { Layer } from "./layer_kinds.js" */
/** @import { Weights } from "./operations.js" */
import { flatIndex } from "../core/arrays.js";
import { inParentheses, toText } from "../core/number_text.js";
import { givenScale } from "./pointwise.js";

/**
 * One line: what it does, the line with its numbers, its result.
 *
 * @typedef {{name: string, formula: string, value: number}} CalculationStep
 */

/**
 * One line before its numbers are written: `write` gets the operands as texts.
 *
 * @typedef {object} StepLine
 * @property {string} name
 * @property {number[]} operands
 * @property {(operands: readonly number[]) => number} calculate
 * @property {(texts: readonly string[]) => string} write
 */

/**
 * What the lines of a neuron are made of.
 *
 * @typedef {object} StepNumbers
 * @property {Layer} layer
 * @property {Weights} tensors of the layer
 * @property {number} channel of the neuron
 * @property {number[]} inputs what it takes in, without padding
 */

/** @param {StepNumbers} numbers @returns {StepLine[]} */
function rescalingLines({ layer: { scale, offset }, inputs: [x] }) {
  return [
    { name: "scale", operands: [x, scale], calculate: times, write: ([a, b]) => `${a} × ${b}` },
    {
      name: "add the offset",
      operands: [x * scale, offset],
      calculate: plus,
      write: ([a, b]) => `${a} + ${inParentheses(b)}`,
    },
  ];
}

/** @param {StepNumbers} numbers @returns {StepLine[]} */
function averageLines({ inputs }) {
  const total = inputs.reduce((sum, value) => sum + value, 0);
  return [
    {
      name: "add the values up",
      operands: [],
      calculate: () => total,
      write: () => `${inputs.length} values`,
    },
    {
      name: "divide by how many they are",
      operands: [total],
      calculate: ([sum]) => sum / inputs.length,
      write: ([a]) => `${a} / ${inputs.length}`,
    },
  ];
}

/** @param {StepNumbers} numbers @returns {StepLine[]} */
function normalizationLines({ layer: { epsilon }, tensors, channel, inputs: [x] }) {
  const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"]
    .map((name) => tensors[name][channel]);
  const centred = x - mean;
  const spread = Math.sqrt(variance + epsilon);
  const normal = centred / spread;
  return [
    {
      name: "subtract the channel's mean",
      operands: [x, mean],
      calculate: ([a, b]) => a - b,
      write: ([a, b]) => `${a} − ${inParentheses(b)}`,
    },
    {
      name: "find the channel's spread",
      operands: [variance, epsilon],
      calculate: ([a, b]) => Math.sqrt(a + b),
      write: ([a, b]) => `√(${a} + ${b})`,
    },
    {
      name: "divide by the spread",
      operands: [centred, spread],
      calculate: ([a, b]) => a / b,
      write: ([a, b]) => `${a} / ${b}`,
    },
    {
      name: "multiply by gamma",
      operands: [normal, gamma],
      calculate: times,
      write: ([a, b]) => `${a} × ${inParentheses(b)}`,
    },
    {
      name: "add beta",
      operands: [normal * gamma, beta],
      calculate: plus,
      write: ([a, b]) => `${a} + ${inParentheses(b)}`,
    },
  ];
}

/** @param {StepNumbers} numbers @returns {StepLine[]} */
function givenNormalizationLines({ layer, tensors, channel, inputs: [x] }) {
  const { mean, variance, spread } = givenScale(layer, tensors, channel);
  /** @type {StepLine} */
  const root = {
    name: "find the channel's spread",
    operands: [variance],
    calculate: () => spread,
    write: ([a]) => `√${a}`,
  };
  if (layer.invert) {
    return [
      root,
      {
        name: "multiply by the spread",
        operands: [x, spread],
        calculate: times,
        write: ([a, b]) => `${a} × ${b}`,
      },
      {
        name: "add the channel's mean",
        operands: [x * spread, mean],
        calculate: plus,
        write: ([a, b]) => `${a} + ${inParentheses(b)}`,
      },
    ];
  }
  return [
    {
      name: "subtract the channel's mean",
      operands: [x, mean],
      calculate: ([a, b]) => a - b,
      write: ([a, b]) => `${a} − ${inParentheses(b)}`,
    },
    root,
    {
      name: "divide by the spread",
      operands: [x - mean, spread],
      calculate: ([a, b]) => a / b,
      write: ([a, b]) => `${a} / ${b}`,
    },
  ];
}

/** @param {StepNumbers} numbers @returns {StepLine[]} */
function placeNormalizationLines({ layer: { epsilon }, tensors, channel, inputs }) {
  const { length } = inputs;
  const total = inputs.reduce((sum, value) => sum + value, 0);
  const mean = total / length;
  const squares = inputs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const variance = squares / length;
  const spread = Math.sqrt(variance + epsilon);
  const share = {
    calculate: (/** @type {readonly number[]} */ [a]) => a / length,
    write: (/** @type {readonly string[]} */ [a]) => `${a} / ${length}`,
  };
  /** @type {StepLine[]} */
  const lines = [
    { name: "find the mean of the channels", operands: [total], ...share },
    {
      name: "subtract their mean",
      operands: [inputs[channel], mean],
      calculate: ([a, b]) => a - b,
      write: ([a, b]) => `${a} − ${inParentheses(b)}`,
    },
    { name: "find their variance", operands: [squares], ...share },
    {
      name: "find their spread",
      operands: [variance, epsilon],
      calculate: ([a, b]) => Math.sqrt(a + b),
      write: ([a, b]) => `√(${a} + ${b})`,
    },
    {
      name: "divide by the spread",
      operands: [inputs[channel] - mean, spread],
      calculate: ([a, b]) => a / b,
      write: ([a, b]) => `${a} / ${b}`,
    },
  ];
  const normal = (inputs[channel] - mean) / spread;
  const { gamma, beta } = tensors;
  if (gamma) {
    lines.push({
      name: "multiply by gamma",
      operands: [normal, gamma[channel]],
      calculate: times,
      write: ([a, b]) => `${a} × ${inParentheses(b)}`,
    });
  }
  if (beta) {
    lines.push({
      name: "add beta",
      operands: [normal * (gamma?.[channel] ?? 1), beta[channel]],
      calculate: plus,
      write: ([a, b]) => `${a} + ${inParentheses(b)}`,
    });
  }
  return lines;
}

/** @param {readonly number[]} operands @returns {number} */
function times([a, b]) {
  return a * b;
}

/** @param {readonly number[]} operands @returns {number} */
function plus([a, b]) {
  return a + b;
}

/** @type {Record<string, (numbers: StepNumbers) => StepLine[]>} */
const LINES = {
  Rescaling: rescalingLines,
  AveragePooling2D: averageLines,
  GlobalAveragePooling2D: averageLines,
  BatchNormalization: normalizationLines,
  Normalization: givenNormalizationLines,
  LayerNormalization: placeNormalizationLines,
};

/**
 * Returns the lines of a neuron's calculation; none for kinds that terms tell fully.
 *
 * @param {string} kind
 * @param {StepNumbers} numbers
 * @returns {StepLine[]}
 */
export function linesOf(kind, numbers) {
  return LINES[kind]?.(numbers) ?? [];
}

/**
 * Returns the same with numbers of four digits.
 *
 * @param {Context} context
 * @param {number[]} position
 * @param {Connection[]} connections
 * @returns {CalculationStep[]}
 */
export function stepsOf({ kind, step, input, tensors }, position, connections) {
  const inputs = connections.filter(({ isPadding }) => !isPadding)
    .map((connection) => input[flatIndex(step.inputShape, connection.position)]);
  const channel = position[position.length - 1];
  return linesOf(kind, { layer: step.layer, tensors, channel, inputs })
    .map(({ name, operands, calculate, write }) => ({
      name,
      formula: write(operands.map((value) => toText(value))),
      value: calculate(operands),
    }));
}

/**
 * Returns the lines of a join's calculation; none for kinds that terms tell fully.
 *
 * @param {string} kind
 * @param {{layer: string, value: number}[]} values that it takes in, and of which layer
 * @returns {CalculationStep[]}
 */
export function joinSteps(kind, values) {
  return JOIN_LINES[kind]?.(values) ?? [];
}

/** @type {Record<string, (values: {layer: string, value: number}[]) => CalculationStep[]>} */
const JOIN_LINES = {
  Multiply([{ layer, value }, ...others]) {
    let product = value;
    const first = { name: `take the value of ${layer}`, formula: toText(value), value };
    return [
      first,
      ...others.map(({ layer, value }) => {
        const formula = `${toText(product)} × ${inParentheses(toText(value))}`;
        product *= value;
        return { name: `multiply by that of ${layer}`, formula, value: product };
      }),
    ];
  },
  Average(values) {
    const inputs = values.map(({ value }) => value);
    return averageLines({ layer: { kind: "", name: "" }, tensors: {}, channel: 0, inputs })
      .map(({ name, operands, calculate, write }) => ({
        name,
        formula: write(operands.map((value) => toText(value))),
        value: calculate(operands),
      }));
  },
};
