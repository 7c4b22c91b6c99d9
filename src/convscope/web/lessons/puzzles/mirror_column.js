/** Where does a pixel go when a picture is moved and mirrored? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** @type {Puzzle} */
export const mirrorColumn = {
  name: "mirror-column",
  title: "puzzle.mirrorColumn",
  make(random) {
    const width = whole(random, 20, 64);
    const right = whole(random, 1, 5);
    const column = whole(random, 1, width - right);
    return {
      question: "puzzle.mirrorColumn.question",
      values: { width, column, right },
      tables: [],
      answer: width + 1 - (column + right),
      slips: [
        { answer: width - (column + right), hint: "hint.mirrorCountsFromOne" },
        { answer: width + 1 - column, hint: "hint.moveForgotten" },
        { answer: width + 1 - column + right, hint: "hint.mirroredFirst" },
        { answer: column + right, hint: "hint.mirrorForgotten" },
      ],
      hint: "hint.mirrorColumn",
    };
  },
};
