/** Calculations that read better line by line than as one factor: averages, normalization. */

/** @import { Connection, Context } from "./connections.js" */
import { flatIndex } from "../core/arrays.js";
import { signed, toText } from "../core/number_text.js";

/**
 * One line: what it does, the line with its numbers, its result.
 *
 * @typedef {{name: string, formula: string, value: number}} CalculationStep
 */

/** @typedef {(context: Context, position: number[], connections: Connection[])
 *   => CalculationStep[]} StepMaker */

/** @type {StepMaker} */
function rescalingSteps({ step: { layer, inputShape }, input }, position) {
  const x = input[flatIndex(inputShape, position)];
  const scaled = x * layer.scale;
  return [
    { name: "scale", formula: `${toText(x)} × ${toText(layer.scale)}`, value: scaled },
    {
      name: "add the offset",
      formula: `${toText(scaled)} + ${signed(layer.offset)}`,
      value: scaled + layer.offset,
    },
  ];
}

/** @type {StepMaker} */
function averageSteps({ step, input }, _, connections) {
  const real = connections.filter(({ isPadding }) => !isPadding);
  const total = real.reduce(
    (sum, { position }) => sum + input[flatIndex(step.inputShape, position)],
    0,
  );
  return [
    { name: "add the values up", formula: `${real.length} values`, value: total },
    {
      name: "divide by how many they are",
      formula: `${toText(total)} / ${real.length}`,
      value: total / real.length,
    },
  ];
}

/** @type {StepMaker} */
function normalizationSteps({ step, input, tensors }, position) {
  const channel = position[position.length - 1];
  const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"]
    .map((name) => tensors[name][channel]);
  const { epsilon } = step.layer;
  const x = input[flatIndex(step.inputShape, position)];
  const centred = x - mean;
  const spread = Math.sqrt(variance + epsilon);
  const normal = centred / spread;
  const scaled = normal * gamma;
  return [
    {
      name: "subtract the channel's mean",
      formula: `${toText(x)} − ${signed(mean)}`,
      value: centred,
    },
    {
      name: "find the channel's spread",
      formula: `√(${toText(variance)} + ${toText(epsilon)})`,
      value: spread,
    },
    {
      name: "divide by the spread",
      formula: `${toText(centred)} / ${toText(spread)}`,
      value: normal,
    },
    { name: "multiply by gamma", formula: `${toText(normal)} × ${signed(gamma)}`, value: scaled },
    { name: "add beta", formula: `${toText(scaled)} + ${signed(beta)}`, value: scaled + beta },
  ];
}

/** @type {Record<string, StepMaker>} */
const STEPS = {
  Rescaling: rescalingSteps,
  AveragePooling2D: averageSteps,
  GlobalAveragePooling2D: averageSteps,
  BatchNormalization: normalizationSteps,
};

/**
 * Returns the lines of a neuron's calculation; none for kinds that terms tell fully.
 *
 * @param {Context} context
 * @param {number[]} position
 * @param {Connection[]} connections
 * @returns {CalculationStep[]}
 */
export function stepsOf(context, position, connections) {
  return STEPS[context.kind]?.(context, position, connections) ?? [];
}
