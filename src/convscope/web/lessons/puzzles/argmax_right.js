/** How many answers are right? */

/** @import { Puzzle } from "../task.js" */
import { indexOfLargest } from "../../core/arrays.js";
import { whole, wholes } from "../task.js";

const NUM_CLASSES = 4;
const NUM_PICTURES = 7;

/** @type {Puzzle} */
export const argmaxRight = {
  name: "argmax-right",
  title: "puzzle.argmaxRight",
  make(random) {
    const rows = Array.from({ length: NUM_PICTURES }, () => percentages(random));
    const labels = rows.map((row) =>
      whole(random, 0, 1) ? indexOfLargest(row) : whole(random, 0, NUM_CLASSES - 1)
    );
    const right = (/** @type {(row: number[]) => number} */ say) =>
      rows.filter((row, index) => say(row) === labels[index]).length;
    const answer = right(indexOfLargest);
    return {
      question: "puzzle.argmaxRight.question",
      values: {},
      tables: [
        { title: "puzzle.percentages", rows },
        { title: "puzzle.labels", rows: labels.map((label) => [label]) },
      ],
      answer,
      slips: [
        { answer: right((row) => indexOfLargest(row) + 1), hint: "hint.classesFromZero" },
        { answer: NUM_PICTURES - answer, hint: "hint.wrongCounted" },
        {
          answer: rows.filter((row, index) => row[labels[index]] >= 50).length,
          hint: "hint.noHalfNeeded",
        },
      ],
      hint: "hint.argmaxRight",
    };
  },
};

/**
 * Returns what a net says of a picture: four percentages, the largest one alone.
 *
 * @param {import("../../learning/random.js").Random} random
 * @returns {number[]}
 */
function percentages(random) {
  for (;;) {
    const cuts = [0, ...wholes(random, NUM_CLASSES - 1, 0, 100).toSorted((a, b) => a - b), 100];
    const row = cuts.slice(1).map((cut, index) => cut - cuts[index]);
    const largest = Math.max(...row);
    if (row.filter((value) => value === largest).length === 1) return row;
  }
}
