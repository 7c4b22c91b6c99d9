/** What becomes of a value that dropout lets live? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** Rates in percent, each with a number whose multiples stay whole. */
const RATES = [[20, 4], [25, 3], [50, 1], [60, 2], [75, 1], [80, 1]];

/** @type {Puzzle} */
export const dropoutScale = {
  name: "dropout-scale",
  title: "puzzle.dropoutScale",
  make(random) {
    const [percent, unit] = RATES[whole(random, 0, RATES.length - 1)];
    const value = unit * whole(random, 2, 24);
    return {
      question: "puzzle.dropoutScale.question",
      values: { percent, value },
      tables: [],
      answer: value * 100 / (100 - percent),
      slips: [
        { answer: value, hint: "hint.keptNotScaled" },
        { answer: value * (100 - percent) / 100, hint: "hint.scaledDown" },
        { answer: value * percent / 100, hint: "hint.rateMultiplied" },
        { answer: value * 100 / percent, hint: "hint.dividedByTheRate" },
        { answer: 0, hint: "hint.itSurvives" },
      ],
      hint: "hint.dropoutScale",
    };
  },
};
