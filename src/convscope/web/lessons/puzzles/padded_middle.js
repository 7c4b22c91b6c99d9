/** On which row does the middle of a filter lie, with `same` and a stride? */

/** @import { Puzzle } from "../task.js" */
import { placesUnder, slide } from "../../net/windows.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const paddedMiddle = {
  name: "padded-middle",
  title: "puzzle.paddedMiddle",
  make(random) {
    const size = whole(random, 9, 64);
    const half = whole(random, 1, 4);
    const window = 2 * half + 1;
    const stride = whole(random, 2, 4);
    const sliding = slide(size, window, stride, "same");
    const place = whole(random, 2, sliding.positions);
    /** @param {number} before rows of zeros before the first @param {number} tap of the filter */
    const rowAt = (before, tap = half) => placesUnder({ ...sliding, before }, place - 1)[tap] + 1;
    const answer = rowAt(sliding.before);
    return {
      question: "puzzle.paddedMiddle.question",
      values: { window, size, stride, place },
      tables: [],
      answer,
      slips: [
        { answer: rowAt(sliding.after), hint: "hint.oddZeroBehind" },
        { answer: rowAt(0), hint: "hint.zerosBefore" },
        { answer: rowAt(half), hint: "hint.fewerZeros" },
        { answer: rowAt(sliding.before, 0), hint: "hint.upperEdge" },
        { answer: answer + stride, hint: "hint.firstPlaceNoStep" },
      ],
      hint: "hint.paddedMiddle",
    };
  },
};
