/** Which single logit says with a sigmoid what two say with softmax? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** @type {Puzzle} */
export const oneLogit = {
  name: "one-logit",
  title: "puzzle.oneLogit",
  make(random) {
    const first = whole(random, -6, 6);
    const second = whole(random, -6, 6);
    return {
      question: "puzzle.oneLogit.question",
      values: { first, second },
      tables: [],
      answer: second - first,
      slips: [
        { answer: first - second, hint: "hint.otherWayRound" },
        { answer: second, hint: "hint.oneLogitOnly" },
        { answer: first + second, hint: "hint.logitsAdded" },
      ],
      hint: "hint.oneLogit",
    };
  },
};
