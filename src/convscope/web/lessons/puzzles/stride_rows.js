/** How many rows has the map of a filter that takes long steps? */

/** @import { Puzzle } from "../task.js" */
import { slide } from "../../net/windows.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const strideRows = {
  name: "stride-rows",
  title: "puzzle.strideRows",
  make(random) {
    const size = whole(random, 10, 40);
    const window = whole(random, 2, 7);
    const stride = whole(random, 2, 4);
    const { positions } = slide(size, window, stride, "valid");
    return {
      question: "puzzle.strideRows.question",
      values: { window, size, stride },
      tables: [],
      answer: positions,
      slips: [
        { answer: Math.ceil((size - window) / stride) + 1, hint: "hint.noHalfPlace" },
        { answer: Math.floor(size / stride), hint: "hint.strideDivides" },
        { answer: Math.floor((size - window) / stride), hint: "hint.firstPlaceForgotten" },
        { answer: size - window + 1, hint: "hint.strideForgotten" },
      ],
      hint: "hint.strideRows",
    };
  },
};
