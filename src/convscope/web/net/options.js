/** What the options of layers accept, as `architecture/options.py` has it. */

import { inShort } from "../core/strangers.js";
import { ACTIVATIONS } from "./activations.js";
import { LARGEST, LARGEST_SIDE } from "./kind_facts.js";

/**
 * @typedef {object} Option
 * @property {string} expected in words
 * @property {(value: unknown) => boolean} fits
 * @property {unknown} [otherwise] the value of a layer that does not say it: nets were written before
 *   there was this option
 */

/**
 * Returns an option that a layer need not say.
 *
 * @param {Option} option
 * @param {unknown} otherwise its value then
 * @returns {Option}
 */
export function later(option, otherwise) {
  return { ...option, otherwise };
}

/** @param {unknown} value @param {number} [least] @returns {boolean} */
function isWhole(value, least = 1) {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= LARGEST;
}

/** @param {unknown} value @param {(item: unknown) => boolean} fits @returns {boolean} */
function isPairOf(value, fits) {
  return Array.isArray(value) && value.length === 2 && value.every(fits);
}

/** @param {string} expected @param {number} least @param {number} below @returns {Option} */
function number(expected, least, below) {
  return {
    expected,
    fits: (value) => Number.isFinite(value) && Number(value) >= least && Number(value) < below,
  };
}

/** @type {Option} */
export const WHOLE_NUMBER = {
  expected: `a whole number from 1 to ${LARGEST}`,
  fits: (value) => isWhole(value),
};

/** @type {Option} rows or columns of a picture that leaves a layer which resizes */
export const SIDE = {
  expected: `a whole number from 1 to ${LARGEST_SIDE}`,
  fits: (value) => isWhole(value) && Number(value) <= LARGEST_SIDE,
};

/** @type {Option} (height, width) */
export const PAIR = {
  expected: `two whole numbers from 1 to ${LARGEST}`,
  fits: (value) => isPairOf(value, (item) => isWhole(item)),
};

/** @type {Option} (rows, columns) */
export const OUTPUT_PADDING = {
  expected: `two whole numbers from 0 to ${LARGEST}, or null`,
  fits: (value) => value === null || isPairOf(value, (item) => isWhole(item, 0)),
};

/** @type {Option} ((top, bottom), (left, right)) */
export const MARGINS = {
  expected: `[[top, bottom], [left, right]], each from 0 to ${LARGEST}`,
  fits: (value) => isPairOf(value, (pair) => isPairOf(pair, (item) => isWhole(item, 0))),
};

/** @type {Option} */
export const NUMBER = number("a number", -Infinity, Infinity);

/** @type {Option} */
export const SHARE = number("a number from 0 to below 1", 0, 1);

/** @type {Option} */
export const FROM_0_TO_1 = {
  expected: "a number from 0 to 1",
  fits: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1,
};

/** @type {Option} */
export const NOT_NEGATIVE = number("a number of at least 0", 0, Infinity);

/** @type {Option} */
export const LIMIT = {
  expected: "a number above 0, or null for no limit",
  fits: (value) => value === null || Number.isFinite(value) && Number(value) > 0,
};

/** @type {Option} axes that share a value, counted with the batch as axis 0 */
export const SHARED_AXES = {
  expected: "a list of axes from 1 to 3 in order, or null for none",
  fits: (value) =>
    value === null ||
    Array.isArray(value) && value.length > 0 &&
      value.every((axis, i) => isWhole(axis) && axis <= 3 && (i === 0 || axis > value[i - 1])),
};

/** @type {Option} numbers, or nothing */
export const NUMBERS_OR_NONE = {
  expected: "a list of numbers, or null",
  fits: (value) =>
    value === null ||
    Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item)),
};

/** @type {Option} */
export const INTERPOLATION = {
  expected: '"bilinear" or "nearest"',
  fits: (value) => value === "bilinear" || value === "nearest",
};

/** @type {Option} bounds of a random number */
export const FACTOR = {
  expected: "two numbers from -1 to 1, in order",
  fits: (value) =>
    Array.isArray(value) &&
    isPairOf(value, (item) => Number.isFinite(item) && Math.abs(Number(item)) <= 1) &&
    value[0] <= value[1],
};

/** @type {Option} */
export const FACTOR_OR_NONE = {
  expected: `${FACTOR.expected}, or null`,
  fits: (value) => value === null || FACTOR.fits(value),
};

/** @type {Option} */
export const FILL_MODE = oneOf("reflect", "wrap", "constant", "nearest");

/** @type {Option} */
export const FLIP_MODE = oneOf("horizontal", "vertical", "horizontal_and_vertical");

/** @param {...string} names @returns {Option} */
function oneOf(...names) {
  return {
    expected: `one of ${names.join(", ")}`,
    fits: (value) => typeof value === "string" && names.includes(value),
  };
}

/** @type {Option} */
export const POSITIVE = number("a small number above 0", 1e-12, Infinity);

/** @type {Option} */
export const FLAG = { expected: "true or false", fits: (value) => typeof value === "boolean" };

/** @type {Option} */
export const PADDING = {
  expected: '"valid" or "same"',
  fits: (value) => value === "valid" || value === "same",
};

/** @type {Option} */
export const ACTIVATION = {
  expected: `one of ${Object.keys(ACTIVATIONS).join(", ")}`,
  fits: (value) => typeof value === "string" && Object.hasOwn(ACTIVATIONS, value),
};

/** @type {Option} unique in its net; that is checked where the net is known */
export const NAME = {
  expected: "a name of letters, digits, _ and -, at most 100",
  fits: (value) => typeof value === "string" && /^[\p{L}\p{M}\p{N}_-]{1,100}$/u.test(value),
};

/** @type {Option} (height, width, channels) or (features,) */
export const SHAPE = {
  expected: `[height, width, channels] or [features], whole numbers from 1 to ${LARGEST}`,
  fits: (value) =>
    Array.isArray(value) && (value.length === 1 || value.length === 3) &&
    value.every((size) => isWhole(size)),
};

/** @type {Option} the same; one of the sizes may be −1 for what is left */
export const TARGET_SHAPE = {
  expected: `${SHAPE.expected}; one of them may be -1`,
  fits: (value) =>
    Array.isArray(value) && (value.length === 1 || value.length === 3) &&
    value.every((size) => size === -1 || isWhole(size)) &&
    value.filter((size) => size === -1).length <= 1,
};

/** @type {Option} (low, high) */
export const INTERVAL = {
  expected: "two numbers, the second larger than the first",
  fits: (value) =>
    Array.isArray(value) && isPairOf(value, (item) => Number.isFinite(item)) &&
    value[0] < value[1],
};

/** @param {unknown} value @returns {string} the value as JSON, cut short */
export function shownValue(value) {
  return inShort(JSON.stringify(value) ?? value);
}
