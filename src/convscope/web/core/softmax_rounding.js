/** Softmax with as many digits as a reader needs who calculates with them. */

import { add, roundedLine } from "./consistent_rounding.js";
import { decimalsFor, NUM_DIGITS, toFixedText, toNumber, toText } from "./number_text.js";

/** More decimals than this tell nothing: the net computes with about seven digits. */
const MOST_DECIMALS = 12;

/**
 * One class: `difference` is score − largest score, `exponential` e to the power of that, `share`
 * what it is of the total.
 *
 * @typedef {{score: string, difference: string, exponential: string, share: string}} SoftmaxRow
 */

/**
 * @typedef {object} SoftmaxTexts
 * @property {SoftmaxRow[]} rows one per score
 * @property {string} largest
 * @property {{exponential: string, share: string} | null} rest what is added besides the rows
 * @property {{exponential: string, share: string}} total
 */

/**
 * Returns the texts: what is subtracted, put into e^, added and divided as shown gives what is
 * shown.
 *
 * @param {readonly number[]} scores of the classes that are listed
 * @param {number} largest score of all classes
 * @param {number} total of the exponentials of all classes
 * @returns {SoftmaxTexts}
 */
export function roundedSoftmax(scores, largest, total) {
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const others = total - add(exponentials);
  const hasRest = others > 1e-9 * total;
  const all = hasRest ? [...exponentials, others] : exponentials;
  const { operands, digits } = columnsOf(all, total);
  const decimals = decimalsOfScores(scores, largest, operands);
  const most = toFixedText(largest, decimals);
  const shares = roundedLine(all.map((value) => value / total), add, 1).operands;
  const rows = scores.map((score, index) => {
    const shown = toFixedText(score, decimals);
    const difference = toFixedText(toNumber(shown) - toNumber(most), decimals);
    return { score: shown, difference, exponential: operands[index], share: shares[index] };
  });
  const last = all.length - 1;
  return {
    rows,
    largest: most,
    rest: hasRest ? { exponential: operands[last], share: shares[last] } : null,
    total: { exponential: toText(total, digits), share: "1" },
  };
}

/**
 * Returns exponentials that add up to the total as shown, and of which each share can be computed.
 *
 * @param {readonly number[]} values
 * @param {number} total
 * @returns {{operands: string[], digits: number}} of the total
 */
function columnsOf(values, total) {
  const shares = values.map((value) => value / total);
  const wanted = roundedLine(shares, add, 1).operands;
  for (let digits = NUM_DIGITS;; digits++) {
    const { operands } = roundedLine(values, add, total, digits);
    const shown = toNumber(toText(total, digits));
    const isRight = operands.every((text, index) =>
      isRounded(toNumber(text) / shown, wanted[index])
    );
    if (isRight || digits >= MOST_DECIMALS) return { operands, digits };
  }
}

/**
 * Returns how many decimals the scores need, so that e to the power of their differences is what is
 * shown.
 *
 * @param {readonly number[]} scores
 * @param {number} largest
 * @param {readonly string[]} exponentials as they are shown
 * @returns {number}
 */
function decimalsOfScores(scores, largest, exponentials) {
  for (let decimals = decimalsFor([...scores, largest], NUM_DIGITS);; decimals++) {
    const at = (/** @type {number} */ score) => toNumber(toFixedText(score, decimals));
    const isRight = scores.every((score, index) =>
      isRounded(Math.exp(at(score) - at(largest)), exponentials[index])
    );
    if (isRight || decimals >= MOST_DECIMALS) return decimals;
  }
}

/**
 * Tells whether a value, rounded to the digits of a text, is that text.
 *
 * @param {number} value
 * @param {string} text
 * @returns {boolean}
 */
export function isRounded(value, text) {
  const [mantissa, exponent = "0"] = text.replaceAll(",", "").replaceAll("−", "-").split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  const unit = 10 ** (Number(exponent) - decimals);
  return Math.abs(value - toNumber(text)) <= unit / 2;
}
