/** By how many columns does a dot move behind max pooling? */

/** @import { Puzzle } from "../task.js" */
import { maximumJson } from "../../net/layer_json.js";
import { runLayer } from "../layers.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const pooledShift = {
  name: "pooled-shift",
  title: "puzzle.pooledShift",
  make(random) {
    const window = whole(random, 2, 4);
    const columns = 6 * window;
    const column = whole(random, 1, 2 * window);
    const right = whole(random, 1, 4 * window - 1);
    const answer = columnBehind(columns, window, column + right) -
      columnBehind(columns, window, column);
    return {
      question: "puzzle.pooledShift.question",
      values: { columns, column, window, right },
      tables: [],
      answer,
      slips: [
        { answer: right, hint: "hint.fewerColumns" },
        { answer: Math.floor(right / window), hint: "hint.whereTheDotIs" },
        { answer: Math.ceil(right / window), hint: "hint.whereTheDotIs" },
        { answer: right / window, hint: "hint.wholeColumns" },
        { answer: 0, hint: "hint.borderCrossed" },
      ],
      hint: "hint.pooledShift",
    };
  },
};

/**
 * Returns the column of a dot behind max pooling, from 0.
 *
 * @param {number} columns of the map, which is one window high
 * @param {number} window
 * @param {number} column of the dot, from 1
 * @returns {number}
 */
function columnBehind(columns, window, column) {
  const map = Array(columns * window).fill(0);
  map[column - 1] = 1;
  const size = [window, window];
  const layer = maximumJson("pooling", { pool_size: size, strides: size });
  return runLayer([window, columns, 1], layer, map).values.indexOf(1);
}
