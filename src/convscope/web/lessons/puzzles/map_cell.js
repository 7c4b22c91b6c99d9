/** Which number stands in one cell of the map? */

/** @import { Puzzle } from "../task.js" */
import { slideFilter } from "../arithmetic.js";
import { rowsOf, whole, wholes } from "../task.js";

const SIZE = 5;
const WINDOW = 3;

/** @type {Puzzle} */
export const mapCell = {
  name: "map-cell",
  title: "puzzle.mapCell",
  make(random) {
    const picture = wholes(random, SIZE * SIZE, 0, 3);
    const filter = wholes(random, WINDOW * WINDOW, -1, 1);
    const map = slideFilter(picture, SIZE, filter, WINDOW);
    const row = whole(random, 0, map.size - 1);
    const column = whole(random, 0, map.size - 1);
    const at = (/** @type {number} */ r, /** @type {number} */ c) => map.values[r * map.size + c];
    const turned = slideFilter(picture, SIZE, filter.toReversed(), WINDOW);
    const covered = slideFilter(picture, SIZE, filter.map(() => 1), WINDOW);
    return {
      question: "puzzle.mapCell.question",
      values: { row: row + 1, column: column + 1 },
      tables: [
        { title: "puzzle.picture", rows: rowsOf(picture, SIZE) },
        { title: "puzzle.filter", rows: rowsOf(filter, WINDOW) },
      ],
      answer: at(row, column),
      slips: [
        { answer: at(column, row), hint: "hint.rowAndColumn" },
        { answer: turned.values[row * map.size + column], hint: "hint.filterTurned" },
        { answer: covered.values[row * map.size + column], hint: "hint.filterIgnored" },
      ],
      hint: "hint.mapCell",
    };
  },
};
