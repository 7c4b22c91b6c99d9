/** As what is a class most often misjudged? */

/** @import { Puzzle } from "../task.js" */
import { indexOfLargest } from "../../core/arrays.js";
import { drawConfusion, NUM_CLASSES } from "../confusion.js";
import { whole } from "../task.js";

const PER_CLASS = 20;

/** @type {Puzzle} */
export const confusedWith = {
  name: "confused-with",
  title: "puzzle.confusedWith",
  make(random) {
    const at = whole(random, 0, NUM_CLASSES - 1);
    let rows = drawConfusion(random, PER_CLASS);
    while (!isClear(inRow(rows, at)) || !isClear(inColumn(rows, at))) {
      rows = drawConfusion(random, PER_CLASS);
    }
    return {
      question: "puzzle.confusedWith.question",
      values: { name: at },
      tables: [{ title: "puzzle.confusion", rows }],
      answer: indexOfLargest(inRow(rows, at)),
      slips: [
        { answer: at, hint: "hint.diagonalIsRight" },
        { answer: indexOfLargest(inColumn(rows, at)), hint: "hint.rowsAreTruth" },
        { answer: Math.max(...inRow(rows, at)), hint: "hint.countInsteadOfClass" },
      ],
      hint: "hint.confusedWith",
    };
  },
};

/** @param {number[][]} rows @param {number} at @returns {number[]} the row, 0 on the diagonal */
function inRow(rows, at) {
  return rows[at].map((count, column) => column === at ? 0 : count);
}

/** @param {number[][]} rows @param {number} at @returns {number[]} the column, 0 on the diagonal */
function inColumn(rows, at) {
  return rows.map((row, index) => index === at ? 0 : row[at]);
}

/** @param {readonly number[]} counts @returns {boolean} whether one is the largest alone */
function isClear(counts) {
  const largest = Math.max(...counts);
  return counts.filter((count) => count === largest).length === 1;
}
