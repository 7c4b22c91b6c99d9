/** How good is a net on what it has not seen? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** Test pictures that are new, and of which whole percentages are many. */
const NEW = [20, 25, 50];

/** @type {Puzzle} */
export const honestAccuracy = {
  name: "honest-accuracy",
  title: "puzzle.honestAccuracy",
  make(random) {
    const fresh = NEW[whole(random, 0, NEW.length - 1)];
    const rightOfFresh = whole(random, Math.ceil(fresh * 0.3), fresh - 2);
    const copies = 100 - fresh;
    const right = copies + rightOfFresh;
    return {
      question: "puzzle.honestAccuracy.question",
      values: { all: 100, copies, right },
      tables: [],
      answer: rightOfFresh * 100 / fresh,
      slips: [
        { answer: right, hint: "hint.withCopies" },
        { answer: rightOfFresh, hint: "hint.ofTheNewOnes" },
        { answer: fresh, hint: "hint.onlyHowMany" },
        { answer: copies, hint: "hint.onlyHowMany" },
      ],
      hint: "hint.honestAccuracy",
    };
  },
};
