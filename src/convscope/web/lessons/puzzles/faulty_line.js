/** Which sum does a filter for a line give where pixels are missing, or lie beside it? */

/** @import { Puzzle } from "../task.js" */
import { slideFilter } from "../arithmetic.js";
import { whole } from "../task.js";

const WINDOW = 5;

/** @type {Puzzle} */
export const faultyLine = {
  name: "faulty-line",
  title: "puzzle.faultyLine",
  make(random) {
    const weight = whole(random, 3, 6);
    const ink = whole(random, 2, 9);
    const missing = whole(random, 1, 3);
    const extra = whole(random, 1, 8);
    const answer = sumOf(weight, -1, ink, missing, extra);
    return {
      question: "puzzle.faultyLine.question",
      values: { weight, ink, missing, extra },
      tables: [],
      answer,
      slips: [
        { answer: sumOf(weight, 1, ink, missing, extra), hint: "hint.besideTakesAway" },
        { answer: sumOf(weight, 0, ink, missing, extra), hint: "hint.besideCounts" },
        { answer: sumOf(weight, -1, ink, 0, extra), hint: "hint.missingCounts" },
        { answer: sumOf(weight, -1, 1, missing, extra), hint: "hint.inkCounts" },
      ],
      hint: "hint.faultyLine",
    };
  },
};

/**
 * @param {number} weight of the filter on its line
 * @param {number} around the filter's other weights
 * @param {number} ink
 * @param {number} missing pixels of the line
 * @param {number} extra pixels with ink beside it
 * @returns {number}
 */
function sumOf(weight, around, ink, missing, extra) {
  const isOnLine = (/** @type {number} */ index) => Math.floor(index / WINDOW) === index % WINDOW;
  const cells = Array.from({ length: WINDOW ** 2 }, (_, index) => index);
  const filter = cells.map((index) => isOnLine(index) ? weight : around);
  const inked = [
    ...cells.filter(isOnLine).slice(missing),
    ...cells.filter((index) => !isOnLine(index)).slice(0, extra),
  ];
  const picture = cells.map((index) => inked.includes(index) ? ink : 0);
  return slideFilter(picture, WINDOW, filter, WINDOW).values[0];
}
