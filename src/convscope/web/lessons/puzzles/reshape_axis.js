/** How long is the axis for which −1 stands? */

/** @import { Puzzle } from "../task.js" */
import { product } from "../../core/arrays.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const reshapeAxis = {
  name: "reshape-axis",
  title: "puzzle.reshapeAxis",
  make(random) {
    const batch = whole(random, 2, 64);
    const rows = whole(random, 2, 12);
    const columns = whole(random, 2, 12);
    const channels = whole(random, 1, 4);
    const picture = [rows, columns, channels];
    return {
      question: "puzzle.reshapeAxis.question",
      values: { batch, rows, columns, channels },
      tables: [],
      answer: product(picture),
      slips: [
        { answer: batch * product(picture), hint: "hint.batchCounted" },
        { answer: rows + columns + channels, hint: "hint.lengthsAdded" },
        { answer: rows * columns, hint: "hint.channelsForgotten" },
      ],
      hint: "hint.reshapeAxis",
    };
  },
};
