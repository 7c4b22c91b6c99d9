/** Which is the largest sum that a filter can give? */

/** @import { Puzzle } from "../task.js" */
import { slideFilter } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

const WINDOW = 3;
const INK = 9;

/** @type {Puzzle} */
export const largestSum = {
  name: "largest-sum",
  title: "puzzle.largestSum",
  make(random) {
    const filter = wholes(random, WINDOW ** 2, -3, 3);
    filter[whole(random, 0, 8)] = whole(random, 1, 3);
    const sumOf = (/** @type {(weight: number) => number} */ ink) =>
      slideFilter(filter.map(ink), WINDOW, filter, WINDOW).values[0];
    const answer = sumOf((weight) => weight > 0 ? INK : 0);
    return {
      question: "puzzle.largestSum.question",
      values: {},
      tables: [{
        title: "puzzle.filter",
        rows: [0, 1, 2].map((row) => filter.slice(row * WINDOW, (row + 1) * WINDOW)),
      }],
      answer,
      slips: [
        { answer: sumOf(() => INK), hint: "hint.paperUnderNegative" },
        { answer: sumOf((weight) => Math.sign(weight) * INK), hint: "hint.inkIsNeverNegative" },
        { answer: answer / INK, hint: "hint.inkIsNine" },
      ],
      hint: "hint.largestSum",
    };
  },
};
