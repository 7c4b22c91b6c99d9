/** What a puzzle is: a task from a seed, and what a wrong answer says about how it was found. */

/** @import { TextKey } from "./texts.js" */
/** @import { Random } from "../learning/random.js" */

/**
 * A wrong answer with the reason that leads to it.
 *
 * @typedef {{answer: number, hint: TextKey}} Slip
 */

/**
 * @typedef {object} Task
 * @property {TextKey} question
 * @property {Record<string, number>} values numbers in the question's text
 * @property {readonly Table[]} tables numbers in rows, above the field for the answer
 * @property {number} answer
 * @property {readonly Slip[]} slips the first that fits is told
 * @property {TextKey} hint where no slip fits
 */

/**
 * @typedef {{title: TextKey, rows: readonly (readonly number[])[]}} Table
 */

/**
 * A puzzle: its module has the puzzle's name.
 *
 * @typedef {object} Puzzle
 * @property {string} name
 * @property {TextKey} title
 * @property {(random: Random) => Task} make
 */

/**
 * Returns a whole number.
 *
 * @param {Random} random
 * @param {number} low the smallest
 * @param {number} high the largest
 * @returns {number}
 */
export function whole(random, low, high) {
  return low + Math.floor(random.uniform() * (high - low + 1));
}

/**
 * Returns several whole numbers.
 *
 * @param {Random} random
 * @param {number} count
 * @param {number} low the smallest
 * @param {number} high the largest
 * @returns {number[]}
 */
export function wholes(random, count, low, high) {
  return Array.from({ length: count }, () => whole(random, low, high));
}

/**
 * Returns numbers in rows, as a table shows them.
 *
 * @param {readonly number[]} values in the order of reading
 * @param {number} width numbers of a row
 * @returns {number[][]}
 */
export function rowsOf(values, width) {
  return Array.from(
    { length: values.length / width },
    (_, row) => values.slice(row * width, (row + 1) * width),
  );
}

/**
 * Returns the hint for an answer, or null where it is right.
 *
 * @param {Task} task
 * @param {number} given
 * @returns {TextKey | null}
 */
export function hintFor(task, given) {
  if (given === task.answer) return null;
  return task.slips.find(({ answer }) => answer === given)?.hint ?? task.hint;
}

/**
 * Returns a number without the dust of decimals that have no exact binary form.
 *
 * @param {number} value
 * @returns {number} with six decimals at most
 */
export function rounded(value) {
  return Number(value.toFixed(6)) || 0; // Never −0, which no reader types.
}
