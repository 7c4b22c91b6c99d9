/** Which error does a guess leave in an equation? */

/** @import { Puzzle } from "../task.js" */
import { errorOf } from "../equations.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const guessError = {
  name: "guess-error",
  title: "puzzle.guessError",
  make(random) {
    const [a, b] = [whole(random, 2, 6), whole(random, 2, 6)];
    const [x, y] = [whole(random, 1, 5), whole(random, -4, 5)];
    const left = errorOf({ a, b, wanted: 0 }, [x, y]);
    const wanted = left + (whole(random, 0, 1) ? 1 : -1) * whole(random, 1, 12);
    const answer = errorOf({ a, b, wanted }, [x, y]);
    return {
      question: "puzzle.guessError.question",
      values: { a, b, wanted, x, y },
      tables: [],
      answer,
      slips: [
        { answer: -answer, hint: "hint.wantedMinusLeft" },
        { answer: left, hint: "hint.leftSideOnly" },
        { answer: errorOf({ a, b, wanted }, [y, x]), hint: "hint.unknownsSwapped" },
      ],
      hint: "hint.guessError",
    };
  },
};
