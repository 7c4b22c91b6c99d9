/** Numbers with as many digits as a reader needs who calculates with them. */

import {
  decimalsFor,
  decimalsShown,
  NUM_DIGITS,
  toFixedText,
  toNumber,
  toText,
} from "./number_text.js";

/** More digits than this tell nothing: the net computes with about seven. */
const MOST_DIGITS = 12;

/** Significant digits that a grid's numbers have at least, and its sum. */
const FEWEST_IN_GRID = 2;
const GRID_SUM_DIGITS = 3;

/**
 * One line of a calculation as text.
 *
 * @typedef {{operands: string[], result: string, numDigits: number}} Line the digits are those of
 *   the operands
 */

/**
 * Returns a calculation whose shown operands, typed into a calculator, give the shown result: the
 * operands get as many digits as that takes.
 *
 * @param {readonly number[]} operands
 * @param {(operands: readonly number[]) => number} calculate
 * @param {number} result
 * @param {number} [numDigits] significant digits of the result; the operands have no fewer
 * @returns {Line}
 */
export function roundedLine(operands, calculate, result, numDigits = NUM_DIGITS) {
  const texts = (/** @type {number} */ digits) => operands.map((value) => toText(value, digits));
  for (let digits = numDigits; digits <= MOST_DIGITS; digits++) {
    const shown = texts(digits);
    if (agrees(calculate(shown.map(toNumber)), result, operands, numDigits)) {
      return { operands: shown, result: toText(result, numDigits), numDigits: digits };
    }
  }
  // The net's own rounding has moved the result over an edge: what the operands give is shown.
  return {
    operands: texts(MOST_DIGITS),
    result: toText(calculate(operands), numDigits),
    numDigits: MOST_DIGITS,
  };
}

/** @param {readonly number[]} values @returns {number} */
export function add(values) {
  return values.reduce((sum, value) => sum + value, 0);
}

/** @param {readonly number[]} values @returns {number} */
export function multiply(values) {
  return values.reduce((product, value) => product * value, 1);
}

/**
 * Returns products as a column that adds up, each with the two numbers that it is made of.
 *
 * @param {readonly {left: number, right: number, product: number}[]} rows
 * @param {number} rest what is added besides, 0 for nothing
 * @param {number} total
 * @param {number} [numDigits] significant digits of the total
 * @returns {{rows: Line[], rest: string, total: string}}
 */
export function roundedColumn(rows, rest, total, numDigits = NUM_DIGITS) {
  const products = rows.map(({ product }) => product);
  const { numDigits: digits, operands } = roundedLine([...products, rest], add, total, numDigits);
  return {
    rows: rows.map(({ left, right, product }) =>
      roundedLine([left, right], multiply, product, digits)
    ),
    rest: operands[operands.length - 1],
    total: toText(total, numDigits),
  };
}

/**
 * Numbers of a window side by side, each grid with one number of decimals.
 *
 * @typedef {{left: string[], right: string[], products: string[], sum: string}} GridTexts
 */

/**
 * Returns two grids, their products and the sum, so that a reader's own products and sum are those
 * shown.
 *
 * @param {readonly number[]} left
 * @param {readonly number[]} right
 * @param {number} [numDigits] significant digits of the sum
 * @returns {GridTexts}
 */
export function roundedGrids(left, right, numDigits = GRID_SUM_DIGITS) {
  const products = left.map((value, index) => value * right[index]);
  const summed = roundedSum(products, numDigits);
  const { numDecimals } = summed;
  for (let digits = FEWEST_IN_GRID; digits <= MOST_DIGITS; digits++) {
    const [lefts, rights] = [left, right].map((values) => {
      const decimals = decimalsFor(values, digits);
      return values.map((value) => toFixedText(value, decimals));
    });
    const isRight = products.every((_, index) => {
      const typed = toNumber(lefts[index]) * toNumber(rights[index]);
      return isWithin(typed - toNumber(summed.terms[index]), 10 ** -numDecimals);
    });
    if (isRight || digits === MOST_DIGITS) {
      return { left: lefts, right: rights, products: summed.terms, sum: summed.sum };
    }
  }
  throw new Error("unreachable");
}

/**
 * Returns numbers with one number of decimals and their sum.
 *
 * @param {readonly number[]} terms
 * @param {number} [numDigits] significant digits of the sum
 * @returns {{terms: string[], sum: string, numDecimals: number}}
 */
export function roundedSum(terms, numDigits = GRID_SUM_DIGITS) {
  const total = add(terms);
  const fewest = decimalsFor(terms, FEWEST_IN_GRID);
  for (let numDecimals = fewest;; numDecimals++) {
    const texts = terms.map((value) => toFixedText(value, numDecimals));
    const typed = add(texts.map(toNumber));
    const isLast = numDecimals >= fewest + MOST_DIGITS;
    if (isLast || agrees(typed, total, terms, numDigits)) {
      return { terms: texts, sum: toText(total, numDigits), numDecimals };
    }
  }
}

/**
 * Tells whether what a reader calculates is the result once it is rounded to the result's digits.
 *
 * @param {number} typed
 * @param {number} result
 * @param {readonly number[]} operands which say how fine a result of 0 is meant
 * @param {number} numDigits
 * @returns {boolean}
 */
function agrees(typed, result, operands, numDigits) {
  if (!Number.isFinite(result)) return true;
  const measured = result || Math.max(...operands.map(Math.abs)) || 1;
  const unit = 10 ** -decimalsShown(measured, numDigits);
  const shown = Math.round(result / unit) * unit;
  return isWithin(typed - shown, unit);
}

/** @param {number} difference @param {number} unit @returns {boolean} */
function isWithin(difference, unit) {
  return Math.abs(difference) < unit / 2 * (1 - 1e-6) || difference === 0;
}
