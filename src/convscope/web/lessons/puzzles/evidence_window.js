/** How far does a score fall when a part of the picture is covered? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

const SIDE = 4;
const COVER = 2;

/** @type {Puzzle} */
export const evidenceWindow = {
  name: "evidence-window",
  title: "puzzle.evidenceWindow",
  make(random) {
    const picture = wholes(random, SIDE * SIDE, 1, 3);
    let weights = wholes(random, SIDE * SIDE, -2, 3);
    const row = whole(random, 0, SIDE - COVER);
    const column = whole(random, 0, SIDE - COVER);
    const isCovered = (/** @type {number} */ index) => {
      const [down, across] = [Math.floor(index / SIDE) - row, index % SIDE - column];
      return down >= 0 && down < COVER && across >= 0 && across < COVER;
    };
    const score = (/** @type {readonly number[]} */ pixels) =>
      neuron(pixels, weights, 0, "ramp").sum;
    const open = picture.map((value, index) => isCovered(index) ? 0 : value);
    while (score(picture) <= score(open)) weights = wholes(random, SIDE * SIDE, -2, 3);
    const [before, after] = [score(picture), score(open)];
    const under = (/** @type {readonly number[]} */ values) =>
      values.reduce((sum, value, index) => sum + (isCovered(index) ? value : 0), 0);
    return {
      question: "puzzle.evidenceWindow.question",
      values: { row: row + 1, nextRow: row + 2, column: column + 1, nextColumn: column + 2 },
      tables: [
        { title: "puzzle.picture", rows: rowsOf(picture) },
        { title: "puzzle.weights", rows: rowsOf(weights) },
      ],
      answer: before - after,
      slips: [
        { answer: after, hint: "hint.scoreLeft" },
        { answer: before, hint: "hint.wholeScore" },
        { answer: after - before, hint: "hint.fallIsPositive" },
        { answer: under(picture), hint: "hint.inkOnly" },
        { answer: under(weights), hint: "hint.weightsUnderCover" },
      ],
      hint: "hint.evidenceWindow",
    };
  },
};

/** @param {readonly number[]} values @returns {number[][]} */
function rowsOf(values) {
  return Array.from({ length: SIDE }, (_, row) => values.slice(row * SIDE, (row + 1) * SIDE));
}
