/** How far off is a line at one point? */

/** @import { Puzzle } from "../task.js" */
import { errorAt } from "../straight_line.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const lineError = {
  name: "line-error",
  title: "puzzle.lineError",
  make(random) {
    const line = { slope: whole(random, 2, 5), intercept: whole(random, -6, 9) };
    const x = whole(random, 2, 8);
    const prediction = errorAt(line, [x, 0]);
    const y = prediction + (whole(random, 0, 1) ? 1 : -1) * whole(random, 1, 7);
    const answer = errorAt(line, [x, y]);
    return {
      question: "puzzle.lineError.question",
      values: { ...line, x, y },
      tables: [],
      answer,
      slips: [
        { answer: -answer, hint: "hint.errorTurned" },
        { answer: prediction, hint: "hint.predictionOnly" },
        { answer: answer - line.intercept, hint: "hint.interceptForgotten" },
        { answer: answer ** 2, hint: "hint.alreadySquared" },
      ],
      hint: "hint.lineError",
    };
  },
};
