/** Which number has these two indices? */

/** @import { Puzzle } from "../task.js" */
import { flatIndex } from "../../core/arrays.js";
import { rowsOf, whole, wholes } from "../task.js";

const SHAPE = [4, 5];

/** @type {Puzzle} */
export const tensorIndex = {
  name: "tensor-index",
  title: "puzzle.tensorIndex",
  make(random) {
    const values = wholes(random, SHAPE[0] * SHAPE[1], 10, 99);
    const row = whole(random, 1, SHAPE[0] - 1);
    const column = whole(random, 1, SHAPE[0] - 1);
    const at = (/** @type {number} */ r, /** @type {number} */ c) =>
      values[flatIndex(SHAPE, [r, c])];
    return {
      question: "puzzle.tensorIndex.question",
      values: { row, column },
      tables: [{ title: "puzzle.tensor", rows: rowsOf(values, SHAPE[1]) }],
      answer: at(row, column),
      slips: [
        { answer: at(row - 1, column - 1), hint: "hint.countedFromOne" },
        { answer: at(column, row), hint: "hint.axesSwapped" },
      ],
      hint: "hint.tensorIndex",
    };
  },
};
