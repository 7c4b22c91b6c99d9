/** By how much is a number of max pooling larger than that of average pooling? */

/** @import { Puzzle } from "../task.js" */
import { averageJson, maximumJson } from "../../net/layer_json.js";
import { runLayer } from "../layers.js";
import { whole, wholes } from "../task.js";

const SIZE = 6;
const WINDOW = 2;

/** @type {Puzzle} */
export const pooledCell = {
  name: "pooled-cell",
  title: "puzzle.pooledCell",
  make(random) {
    const map = wholes(random, SIZE * SIZE, 0, 9);
    const row = whole(random, 0, SIZE / WINDOW - 1);
    const column = whole(random, 0, SIZE / WINDOW - 1);
    /** @param {typeof maximumJson} json @param {number} r @param {number} c @param {number} stride */
    function pooled(json, r, c, stride = WINDOW) {
      const layer = json("pooling", { strides: [stride, stride] });
      const { shape, values } = runLayer([SIZE, SIZE, 1], layer, map);
      return values[r * shape[1] + c];
    }
    const difference = (/** @type {number} */ r, /** @type {number} */ c, stride = WINDOW) =>
      pooled(maximumJson, r, c, stride) - pooled(averageJson, r, c, stride);
    const [most, average] = [maximumJson, averageJson].map((json) => pooled(json, row, column));
    return {
      question: "puzzle.pooledCell.question",
      values: { row: row + 1, column: column + 1 },
      tables: [{
        title: "puzzle.map",
        rows: Array.from({ length: SIZE }, (_, r) => map.slice(r * SIZE, (r + 1) * SIZE)),
      }],
      answer: most - average,
      slips: [
        { answer: most, hint: "hint.thatIsTheMaximum" },
        { answer: average, hint: "hint.thatIsTheAverage" },
        { answer: difference(column, row), hint: "hint.rowAndColumnOfMap" },
        { answer: difference(row, column, 1), hint: "hint.windowsSideBySide" },
      ],
      hint: "hint.pooledCell",
    };
  },
};
