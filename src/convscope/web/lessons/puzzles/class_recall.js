/** How much of a class is recognised? */

/** @import { Puzzle } from "../task.js" */
import { countRight, drawConfusion, NUM_CLASSES } from "../confusion.js";
import { whole } from "../task.js";

const PER_CLASS = 20;

/** @type {Puzzle} */
export const classRecall = {
  name: "class-recall",
  title: "puzzle.classRecall",
  make(random) {
    const rows = drawConfusion(random, PER_CLASS);
    const at = whole(random, 0, NUM_CLASSES - 1);
    const found = rows[at][at];
    const called = rows.reduce((sum, row) => sum + row[at], 0);
    return {
      question: "puzzle.classRecall.question",
      values: { name: at },
      tables: [{ title: "puzzle.confusion", rows }],
      answer: found * 100 / PER_CLASS,
      slips: [
        { answer: found, hint: "hint.percentOfTheRow" },
        { answer: Math.round(found * 100 / called), hint: "hint.columnInstead" },
        {
          answer: countRight(rows) * 100 / (PER_CLASS * NUM_CLASSES),
          hint: "hint.thatIsAllClasses",
        },
      ],
      hint: "hint.classRecall",
    };
  },
};
