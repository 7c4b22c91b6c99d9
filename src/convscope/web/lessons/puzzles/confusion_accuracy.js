/** Which accuracy does a confusion matrix tell? */

/** @import { Puzzle } from "../task.js" */
import { countRight, drawConfusion, NUM_CLASSES } from "../confusion.js";

const PER_CLASS = 25;

/** @type {Puzzle} */
export const confusionAccuracy = {
  name: "confusion-accuracy",
  title: "puzzle.confusionAccuracy",
  make(random) {
    const rows = drawConfusion(random, PER_CLASS);
    const all = PER_CLASS * NUM_CLASSES;
    const right = countRight(rows);
    const backwards = rows.reduce((sum, row, index) => sum + row[NUM_CLASSES - 1 - index], 0);
    return {
      question: "puzzle.confusionAccuracy.question",
      values: {},
      tables: [{ title: "puzzle.confusion", rows }],
      answer: right * 100 / all,
      slips: [
        { answer: (all - right) * 100 / all, hint: "hint.thoseAreMistakes" },
        { answer: backwards * 100 / all, hint: "hint.otherDiagonal" },
        { answer: rows[0][0] * 100 / PER_CLASS, hint: "hint.firstClassOnly" },
      ],
      hint: "hint.confusionAccuracy",
    };
  },
};
