/** How many pooled values change when a picture is moved by one pixel? */

/** @import { Puzzle } from "../task.js" */
/** @import { Random } from "../../learning/random.js" */
import { whole } from "../task.js";

const ROWS = 4;
const COLUMNS = 6;
const WINDOW = 2;

/** @type {Puzzle} */
export const pooledChanges = {
  name: "pooled-changes",
  title: "puzzle.pooledChanges",
  make(random) {
    const rows = Array.from({ length: ROWS }, () => draw(random));
    const moved = rows.map((row) => [0, ...row.slice(0, -1)]);
    const count = ROWS * COLUMNS / WINDOW;
    const answer = differences(rows.flatMap(pooled), moved.flatMap(pooled));
    return {
      question: "puzzle.pooledChanges.question",
      values: { window: WINDOW },
      tables: [{ title: "puzzle.picture", rows }],
      answer,
      slips: [
        { answer: differences(rows.flat(), moved.flat()), hint: "hint.countedPixels" },
        { answer: count - answer, hint: "hint.countedSame" },
        { answer: 0, hint: "hint.someCross" },
        { answer: count, hint: "hint.someStay" },
      ],
      hint: "hint.pooledChanges",
    };
  },
};

/**
 * Returns a row in which strokes are some pixels wide, so that a move may change nothing.
 *
 * @param {Random} random
 * @returns {number[]}
 */
function draw(random) {
  /** @type {number[]} */
  const row = [];
  while (row.length < COLUMNS) {
    const value = whole(random, 0, 4);
    row.push(...Array.from({ length: whole(random, 1, 3) }, () => value));
  }
  return row.slice(0, COLUMNS);
}

/** @param {readonly number[]} row @returns {number[]} the larger one of each pair */
function pooled(row) {
  return Array.from(
    { length: row.length / WINDOW },
    (_, cell) => Math.max(...row.slice(cell * WINDOW, (cell + 1) * WINDOW)),
  );
}

/** @param {readonly number[]} before @param {readonly number[]} after @returns {number} */
function differences(before, after) {
  return before.filter((value, index) => value !== after[index]).length;
}
