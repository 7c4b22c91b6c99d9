/** Which number stands in one cell of a column plus a row? */

/** @import { Puzzle } from "../task.js" */
import { flatIndex } from "../../core/arrays.js";
import { rowsOf, whole, wholes } from "../task.js";
import { addTensors } from "../tensors.js";

const LENGTH = 4;

/** @type {Puzzle} */
export const broadcastCell = {
  name: "broadcast-cell",
  title: "puzzle.broadcastCell",
  make(random) {
    const column = { shape: [LENGTH, 1], values: wholes(random, LENGTH, 1, 40) };
    const row = { shape: [1, LENGTH], values: wholes(random, LENGTH, 1, 40) };
    const sum = addTensors(column, row);
    const [down, right] = [whole(random, 1, LENGTH - 1), whole(random, 1, LENGTH - 1)];
    const at = (/** @type {number} */ r, /** @type {number} */ c) =>
      sum.values[flatIndex(sum.shape, [r, c])];
    return {
      question: "puzzle.broadcastCell.question",
      values: { length: LENGTH, row: down, column: right },
      tables: [
        { title: "puzzle.tensorA", rows: rowsOf(column.values, 1) },
        { title: "puzzle.tensorB", rows: [row.values] },
      ],
      answer: at(down, right),
      slips: [
        { answer: at(down - 1, right - 1), hint: "hint.countedFromOne" },
        { answer: at(right, down), hint: "hint.axesSwapped" },
        { answer: column.values[down], hint: "hint.onlyTheColumn" },
        { answer: row.values[right], hint: "hint.onlyTheRow" },
      ],
      hint: "hint.broadcastCell",
    };
  },
};
