/** How many rows has the map with `same` and a stride? */

/** @import { Puzzle } from "../task.js" */
import { slide } from "../../net/windows.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const sameRows = {
  name: "same-rows",
  title: "puzzle.sameRows",
  make(random) {
    const size = whole(random, 9, 64);
    const window = 2 * whole(random, 1, 3) + 1;
    const stride = whole(random, 2, 4);
    return {
      question: "puzzle.sameRows.question",
      values: { window, size, stride },
      tables: [],
      answer: slide(size, window, stride, "same").positions,
      slips: [
        { answer: Math.floor(size / stride), hint: "hint.sameRoundsUp" },
        { answer: size, hint: "hint.sameAtStrideOne" },
        { answer: slide(size, window, stride, "valid").positions, hint: "hint.zerosForgotten" },
      ],
      hint: "hint.sameRows",
    };
  },
};
