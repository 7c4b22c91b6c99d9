/** Where do two steps down a curve lead? */

/** @import { Puzzle } from "../task.js" */
import { rounded, whole } from "../task.js";

const RATES = [0.1, 0.2, 0.25, 0.4, 0.75, 1.5];

/** @type {Puzzle} */
export const twoSteps = {
  name: "two-steps",
  title: "puzzle.twoSteps",
  make(random) {
    const lowest = whole(random, 1, 9);
    const start = lowest + (whole(random, 0, 1) ? 1 : -1) * 2 * whole(random, 1, 5);
    const rate = RATES[whole(random, 0, RATES.length - 1)];
    const after = (/** @type {number} */ a, /** @type {number} */ factor) =>
      rounded(a - rate * factor * (a - lowest));
    const first = after(start, 2);
    return {
      question: "puzzle.twoSteps.question",
      values: { lowest, start, rate },
      tables: [],
      answer: after(first, 2),
      slips: [
        { answer: first, hint: "hint.oneStepOnly" },
        { answer: rounded(start + 2 * (first - start)), hint: "hint.slopeNotRenewed" },
        { answer: after(after(start, -2), -2), hint: "hint.uphill" },
        { answer: after(after(start, 1), 1), hint: "hint.twoForgotten" },
      ],
      hint: "hint.twoSteps",
    };
  },
};
