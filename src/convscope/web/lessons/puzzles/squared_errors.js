/** What is the sum of the squared errors of a line? */

/** @import { Puzzle } from "../task.js" */
/** @import { Point } from "../straight_line.js" */
import { errorAt, squaredErrors as sumOfSquares } from "../straight_line.js";
import { whole, wholes } from "../task.js";

/** @type {Puzzle} */
export const squaredErrors = {
  name: "squared-errors",
  title: "puzzle.squaredErrors",
  make(random) {
    const line = { slope: whole(random, 1, 3), intercept: whole(random, -2, 4) };
    // Errors of both signs, none of them 0 or 1, whose squares would hide a slip.
    const wanted = wholes(random, 3, 2, 4);
    wanted[whole(random, 0, 2)] *= -1;
    const points = wanted.map((error, index) => {
      const x = index + 1;
      return /** @type {Point} */ ([x, errorAt(line, [x, error])]);
    });
    const errors = points.map((point) => errorAt(line, point));
    const sum = errors.reduce((total, error) => total + error, 0);
    return {
      question: "puzzle.squaredErrors.question",
      values: line,
      tables: [{
        title: "puzzle.points",
        rows: [points.map(([x]) => x), points.map(([, y]) => y)],
      }],
      answer: sumOfSquares(line, points),
      slips: [
        { answer: sum, hint: "hint.notSquared" },
        {
          answer: errors.reduce((total, error) => total + Math.abs(error), 0),
          hint: "hint.distancesOnly",
        },
        { answer: sum ** 2, hint: "hint.squaredTooLate" },
        {
          answer: errors.reduce((total, error) => total + Math.sign(error) * error ** 2, 0),
          hint: "hint.squareIsPositive",
        },
      ],
      hint: "hint.squaredErrors",
    };
  },
};
