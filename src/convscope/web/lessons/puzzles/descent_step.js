/** Where does one step of gradient descent lead? */

/** @import { Puzzle } from "../task.js" */
import { rounded, whole } from "../task.js";

const RATES = [0.01, 0.1, 0.2, 0.5];

/** @type {Puzzle} */
export const descentStep = {
  name: "descent-step",
  title: "puzzle.descentStep",
  make(random) {
    const a = whole(random, -9, 9);
    const slope = (whole(random, 0, 1) ? 1 : -1) * whole(random, 2, 12);
    const rate = RATES[whole(random, 0, RATES.length - 1)];
    return {
      question: "puzzle.descentStep.question",
      values: { a, slope, rate },
      tables: [],
      answer: rounded(a - rate * slope),
      slips: [
        { answer: rounded(a + rate * slope), hint: "hint.uphill" },
        { answer: a - slope, hint: "hint.rateForgotten" },
        { answer: a + slope, hint: "hint.rateForgotten" },
        { answer: rounded(rate * slope), hint: "hint.wayOnly" },
        { answer: rounded(-rate * slope), hint: "hint.wayOnly" },
        { answer: rounded(a - rate), hint: "hint.slopeForgotten" },
      ],
      hint: "hint.descentStep",
    };
  },
};
