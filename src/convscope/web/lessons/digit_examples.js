/** The embedded digits as what nets learn from, unpacked once. */

/** @import { Examples } from "../learning/examples.js" */
import { product } from "../core/arrays.js";
import { embeddedDigits } from "../learning/digits.js";
import { examplesFromImages } from "../learning/examples.js";
import { denseJson, flattenJson, netJson } from "../net/layer_json.js";
import { readArchitecture } from "../net/architecture.js";

/** Rows, columns and channels of a digit. */
const SHAPE = [28, 28, 1];

export const NUM_DIGITS = 10;

/** @type {Promise<{train: Examples, test: Examples}> | undefined} */
let digits;

/**
 * Returns all digits with their labels; inputs (number, 28, 28, 1), 0 for paper to 1 for ink.
 *
 * @returns {Promise<{train: Examples, test: Examples}>}
 */
export function digitExamples() {
  digits ??= read();
  return digits;
}

/**
 * Returns some of the examples, in their order.
 *
 * @param {Examples} examples with labels
 * @param {number} start
 * @param {number} end
 * @returns {Examples}
 */
export function someExamples({ inputs, labels }, start, end) {
  const size = product(SHAPE);
  return { inputs: inputs.slice(start * size, end * size), labels: labels?.slice(start, end) };
}

/**
 * Returns a net for digits: a hidden layer of ramps, then softmax.
 *
 * @param {number} units of the hidden layer
 * @param {readonly Record<string, any>[]} [between] layers behind the hidden one
 * @returns {Record<string, any>}
 */
export function digitNet(units, between = []) {
  const hidden = [flattenJson(), denseJson("hidden", units, "relu")];
  const layers = /** @type {any[]} */ ([...hidden, ...between]);
  return netJson(SHAPE, [...layers, denseJson("answer", NUM_DIGITS, "softmax")]);
}

/** @returns {Promise<{train: Examples, test: Examples}>} */
async function read() {
  const architecture = readArchitecture(digitNet(1));
  const { train, test } = await embeddedDigits();
  return {
    train: examplesFromImages(train.images, train.labels, architecture),
    test: examplesFromImages(test.images, test.labels, architecture),
  };
}
