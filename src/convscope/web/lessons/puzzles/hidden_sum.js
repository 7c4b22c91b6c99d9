/** What does a neuron make of nine squares? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

const SIZE = 3;

/** @type {Puzzle} */
export const hiddenSum = {
  name: "hidden-sum",
  title: "puzzle.hiddenSum",
  make(random) {
    const picture = wholes(random, SIZE * SIZE, 0, 1);
    const weights = wholes(random, SIZE * SIZE, -3, 3);
    const bias = (whole(random, 0, 1) ? 1 : -1) * whole(random, 1, 5);
    const { sum, excess } = neuron(picture, weights, -bias, "ramp");
    const everywhere = neuron(picture.map(() => 1), weights, -bias, "ramp");
    return {
      question: "puzzle.hiddenSum.question",
      values: { bias },
      tables: [
        { title: "puzzle.squares", rows: rowsOf(picture) },
        { title: "puzzle.weights", rows: rowsOf(weights) },
      ],
      answer: excess,
      slips: [
        { answer: sum, hint: "hint.addTheBias" },
        { answer: sum - bias, hint: "hint.biasTurned" },
        { answer: everywhere.excess, hint: "hint.paperCounted" },
        { answer: picture.reduce((total, ink) => total + ink, 0), hint: "hint.inkCounted" },
      ],
      hint: "hint.hiddenSum",
    };
  },
};

/** @param {readonly number[]} values @returns {number[][]} */
function rowsOf(values) {
  return [0, 1, 2].map((row) => values.slice(row * SIZE, (row + 1) * SIZE));
}
