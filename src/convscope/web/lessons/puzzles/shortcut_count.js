/** How many pictures does a net judge right that looks at a dot only? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const CLASSES = 10;

/** @type {Puzzle} */
export const shortcutCount = {
  name: "shortcut-count",
  title: "puzzle.shortcutCount",
  make(random) {
    const perDigit = whole(random, 20, 60);
    const sevens = whole(random, 1, perDigit - 1);
    const others = whole(random, 2, 5 * perDigit);
    const rest = (CLASSES - 1) * perDigit;
    return {
      question: "puzzle.shortcutCount.question",
      values: { perDigit, sevens, others },
      tables: [],
      answer: sevens + rest - others,
      slips: [
        { answer: perDigit + rest - others, hint: "hint.sevensWithoutDot" },
        { answer: sevens + rest, hint: "hint.othersWithDot" },
        { answer: perDigit - sevens + others, hint: "hint.wrongOnes" },
        { answer: perDigit + rest, hint: "hint.allRight" },
        { answer: sevens, hint: "hint.sevensOnly" },
      ],
      hint: "hint.shortcutCount",
    };
  },
};
