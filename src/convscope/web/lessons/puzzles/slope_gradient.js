/** How much does the loss of a line grow with its slope? */

/** @import { Puzzle } from "../task.js" */
/** @import { Point } from "../straight_line.js" */
import { lineGradient } from "../straight_line.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const slopeGradient = {
  name: "slope-gradient",
  title: "puzzle.slopeGradient",
  make(random) {
    const line = { slope: whole(random, 1, 3), intercept: whole(random, -2, 4) };
    /** @type {Point[]} */
    const points = [
      [whole(random, 2, 4), whole(random, -3, 12)],
      [whole(random, 5, 7), whole(random, -3, 12)],
    ];
    const [answer, byIntercept] = lineGradient(line, points);
    return {
      question: "puzzle.slopeGradient.question",
      values: line,
      tables: [{
        title: "puzzle.points",
        rows: [points.map(([x]) => x), points.map(([, y]) => y)],
      }],
      answer,
      slips: [
        { answer: byIntercept, hint: "hint.gradientOfIntercept" },
        { answer: answer / 2, hint: "hint.twoForgotten" },
        { answer: answer * 2, hint: "hint.meanForgotten" },
        { answer: -answer, hint: "hint.errorTurned" },
      ],
      hint: "hint.slopeGradient",
    };
  },
};
