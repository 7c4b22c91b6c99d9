/** Which weight has a filter after some steps, from the noise that it began with? */

/** @import { Puzzle } from "../task.js" */
import { rounded, rowsOf, whole, wholes } from "../task.js";

/** Rows and columns of the filter. */
const WINDOW = 3;

const NUM_STEPS = 3;

const RATE = 0.1;

/** @type {Puzzle} */
export const weightAfterSteps = {
  name: "weight-after-steps",
  title: "puzzle.weightAfterSteps",
  make(random) {
    const tenths = wholes(random, WINDOW ** 2, -9, 9);
    const row = whole(random, 1, WINDOW);
    const column = whole(random, 1, WINDOW);
    const gradients = wholes(random, NUM_STEPS, 1, 6);
    if (random.uniform() < 0.5) gradients[0] *= -1;
    const start = tenths[(row - 1) * WINDOW + column - 1] / 10;
    const sum = gradients.reduce((total, gradient) => total + gradient, 0);
    return {
      question: "puzzle.weightAfterSteps.question",
      values: { row, column, rate: RATE },
      tables: [
        { title: "puzzle.noise", rows: rowsOf(tenths.map((value) => value / 10), WINDOW) },
        { title: "puzzle.gradients", rows: [gradients] },
      ],
      answer: rounded(start - RATE * sum),
      slips: [
        { answer: start, hint: "hint.filtersLearnToo" },
        { answer: rounded(-RATE * sum), hint: "hint.noiseCounts" },
        { answer: rounded(start + RATE * sum), hint: "hint.againstTheGradient" },
        { answer: rounded(start - RATE * gradients[NUM_STEPS - 1]), hint: "hint.allSteps" },
        { answer: rounded(start - RATE * gradients[0]), hint: "hint.allSteps" },
        { answer: rounded(start - sum), hint: "hint.timesTheRate" },
      ],
      hint: "hint.weightAfterSteps",
    };
  },
};
