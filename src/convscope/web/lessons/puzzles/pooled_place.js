/** Where does a pixel's value stand after a move and a pooling? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const WINDOW = 2;

/** @type {Puzzle} */
export const pooledPlace = {
  name: "pooled-place",
  title: "puzzle.pooledPlace",
  make(random) {
    const column = whole(random, 1, 18);
    const right = whole(random, 1, 9);
    const cell = (/** @type {number} */ at) => Math.floor((at - 1) / WINDOW) + 1;
    return {
      question: "puzzle.pooledPlace.question",
      values: { column, right, window: WINDOW },
      tables: [],
      answer: cell(column + right),
      slips: [
        { answer: column + right, hint: "hint.notPooled" },
        { answer: cell(column), hint: "hint.notMoved" },
        { answer: cell(column + right) - 1, hint: "hint.countedFromZero" },
        { answer: cell(column) + right, hint: "hint.movedAfterPooling" },
      ],
      hint: "hint.pooledPlace",
    };
  },
};
