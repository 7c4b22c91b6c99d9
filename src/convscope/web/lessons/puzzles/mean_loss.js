/** By how much does the mean loss change when most pictures get better and one gets worse? */

/** @import { Puzzle } from "../task.js" */
import { whole, wholes } from "../task.js";

const NUM_PICTURES = 4;

/** @type {Puzzle} */
export const meanLoss = {
  name: "mean-loss",
  title: "puzzle.meanLoss",
  make(random) {
    const before = wholes(random, NUM_PICTURES, 30, 90);
    const after = wholes(random, NUM_PICTURES, 1, 20);
    const worse = whole(random, 0, NUM_PICTURES - 1);
    const sum = (/** @type {number[]} */ values) => values.reduce((all, value) => all + value, 0);
    after[worse] = 4 * whole(random, 75, 150);
    after[worse] += (sum(before) - sum(after)) % NUM_PICTURES;
    const change = sum(after) - sum(before);
    return {
      question: "puzzle.meanLoss.question",
      values: { pictures: NUM_PICTURES },
      tables: [{ title: "puzzle.lossesBeforeAfter", rows: [before, after] }],
      answer: change / NUM_PICTURES,
      slips: [
        { answer: change, hint: "hint.sumIsNoMean" },
        { answer: sum(after) / NUM_PICTURES, hint: "hint.beforeForgotten" },
        { answer: -change / NUM_PICTURES, hint: "hint.riseIsPositive" },
      ],
      hint: "hint.meanLoss",
    };
  },
};
