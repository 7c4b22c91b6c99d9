/** From how many pictures does the net learn? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const PERCENT = [10, 15, 20, 25, 30];

/** @type {Puzzle} */
export const splitSizes = {
  name: "split-sizes",
  title: "puzzle.splitSizes",
  make(random) {
    const pictures = 180 * whole(random, 6, 60);
    const test = 100 * whole(random, 1, 9);
    const percent = PERCENT[whole(random, 0, PERCENT.length - 1)];
    const held = pictures * percent / 100;
    return {
      question: "puzzle.splitSizes.question",
      values: { pictures, test, percent },
      tables: [],
      answer: pictures - held,
      slips: [
        { answer: pictures, hint: "hint.validationIsHeldBack" },
        { answer: held, hint: "hint.thatIsValidation" },
        { answer: pictures - held + test, hint: "hint.testIsNoTraining" },
        { answer: pictures - held - test, hint: "hint.testIsApart" },
      ],
      hint: "hint.splitSizes",
    };
  },
};
