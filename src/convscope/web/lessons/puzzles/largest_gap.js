/** How far do training and validation part? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const EPOCHS = 6;

/** @type {Puzzle} */
export const largestGap = {
  name: "largest-gap",
  title: "puzzle.largestGap",
  make(random) {
    let training = 0, validation = 0;
    const rows = [[0], [0], [0]].map(() => /** @type {number[]} */ ([]));
    [training, validation] = [whole(random, 20, 35), whole(random, 20, 35)];
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      [epoch, training, validation].forEach((value, row) => rows[row].push(value));
      training = Math.min(training + whole(random, 3, 14), 99);
      validation = Math.min(validation + whole(random, -5, 9), 98);
    }
    const gaps = rows[1].map((value, index) => value - rows[2][index]);
    const answer = Math.max(...gaps);
    return {
      question: "puzzle.largestGap.question",
      values: {},
      tables: [{ title: "puzzle.curves", rows }],
      answer,
      slips: [
        { answer: gaps.indexOf(answer) + 1, hint: "hint.gapNotEpoch" },
        { answer: gaps[EPOCHS - 1], hint: "hint.lastGap" },
        { answer: Math.max(...rows[1]) - Math.max(...rows[2]), hint: "hint.sameEpoch" },
        { answer: Math.max(...rows[1]) - Math.min(...rows[2]), hint: "hint.sameEpoch" },
      ],
      hint: "hint.largestGap",
    };
  },
};
