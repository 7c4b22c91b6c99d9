/** Joins as data: shapes of layers that take in several, and which values each of them takes. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Layer, LayerKind } from "./layer_kinds.js" */
import { product } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";

/**
 * Returns a shape as that of a picture: a vector has one value per channel at a single place.
 *
 * @param {Shape} shape
 * @returns {number[]} height, width, channels
 */
export function asPicture(shape) {
  return [1, 1, ...shape].slice(-3);
}

/**
 * Returns the position of the value that an input brings to a position of the output: the same, or
 * that of the one value which stands for all.
 *
 * @param {Shape} shape of the input
 * @param {readonly number[]} position
 * @returns {number[]}
 */
export function positionIn(shape, position) {
  return position.slice(-shape.length).map((at, axis) => shape[axis] === 1 ? 0 : at);
}

/**
 * Returns the largest size of every axis.
 *
 * @param {Layer} layer
 * @param {Shape[]} shapes
 * @returns {number[]}
 * @throws {ConvscopeError} two inputs that do not fit each other
 */
function joinedShape(layer, shapes) {
  const full = shapes.map(asPicture);
  full.forEach((sizes, index) => {
    const other = full.findIndex((before) =>
      before.some((size, axis) => size !== sizes[axis] && size !== 1 && sizes[axis] !== 1)
    );
    if (other >= 0 && other < index) throw misfit(layer, shapes, other, index);
  });
  const numAxes = Math.max(...shapes.map((shape) => shape.length));
  return [0, 1, 2].map((axis) => Math.max(...full.map((sizes) => sizes[axis]))).slice(-numAxes);
}

/** @param {Layer} layer @param {Shape[]} shapes @returns {string} */
function joinedRule(layer, shapes) {
  const texts = [...new Set(shapes.map((shape) => shape.join(" × ")))];
  if (texts.length === 1) return `shape unchanged, ${shapes.length} inputs`;
  return `${texts.join(" and ")} = ${joinedShape(layer, shapes).join(" × ")}`;
}

/** @param {Layer} layer @param {Shape[]} shapes @returns {number[]} */
function appendedShape(layer, shapes) {
  const places = String(shapes[0].slice(0, -1));
  const other = shapes.findIndex((shape) => String(shape.slice(0, -1)) !== places);
  if (other >= 0) throw misfit(layer, shapes, 0, other);
  return [...shapes[0].slice(0, -1), channelsOf(shapes).reduce((a, b) => a + b)];
}

/** @param {Shape[]} shapes @returns {number[]} */
function channelsOf(shapes) {
  return shapes.map((shape) => shape[shape.length - 1]);
}

/**
 * @param {Layer} layer
 * @param {Shape[]} shapes
 * @param {number} first
 * @param {number} second
 * @returns {ConvscopeError}
 */
function misfit(layer, shapes, first, second) {
  const [a, b] = [first, second].map((index) => `(${shapes[index].join(", ")})`);
  const [nameA, nameB] = [first, second].map((index) => layer.inputs?.[index]);
  return new ConvscopeError(
    `Layer "${layer.name}" joins ${a} of "${nameA}" with ${b} of "${nameB}".`,
    "Expected shapes that fit each other.",
    "Write the net with convscope, which says what would fit.",
  );
}

/** @type {Pick<LayerKind, "options" | "outputShape" | "rule">} */
const JOIN = {
  options: {},
  outputShape: (layer, _, shapes) => joinedShape(layer, shapes),
  rule: (layer, _, shapes) => joinedRule(layer, shapes),
};

/**
 * Kinds of joins; `layer_kinds.js` has them in its table.
 *
 * @type {Record<string, LayerKind>}
 */
export const JOINS = {
  Add: JOIN,
  Subtract: { ...JOIN, mostInputs: 2 },
  Multiply: JOIN,
  Average: JOIN,
  Maximum: JOIN,
  Concatenate: {
    options: {},
    outputShape: (layer, _, shapes) => appendedShape(layer, shapes),
    rule(_, __, shapes) {
      const channels = channelsOf(shapes);
      return `channels ${channels.join(" + ")} = ${channels.reduce((a, b) => a + b)}`;
    },
  },
};

/**
 * How the neuron of a join is made of the values that it takes in.
 *
 * @typedef {object} JoinOfValues
 * @property {(values: readonly number[]) => number[]} weights how much the neuron changes with each
 * @property {boolean} addsTerms whether value × weight of all of them add up to the neuron's value;
 *   else each of them alone is that value, as in a product
 * @property {boolean} isLinear whether the weights are the same, whatever the values
 */

/** @param {readonly number[]} values @returns {number[]} of each the product of all others */
function othersMultiplied(values) {
  return values.map((_, own) => product(values.filter((_, index) => index !== own)));
}

/** @param {readonly number[]} values @returns {number[]} 1 for the first of the largest */
function winner(values) {
  const largest = values.indexOf(Math.max(...values));
  return values.map((_, index) => Number(index === largest));
}

/** @type {Record<string, JoinOfValues>} */
export const JOINS_OF_VALUES = {
  Add: { weights: (values) => values.map(() => 1), addsTerms: true, isLinear: true },
  Subtract: { weights: () => [1, -1], addsTerms: true, isLinear: true },
  Multiply: { weights: othersMultiplied, addsTerms: false, isLinear: false },
  Average: {
    weights: (values) => values.map(() => 1 / values.length),
    addsTerms: true,
    isLinear: true,
  },
  Maximum: { weights: winner, addsTerms: true, isLinear: false },
  Concatenate: { weights: () => [1], addsTerms: true, isLinear: true },
};
