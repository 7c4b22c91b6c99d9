/** Which accuracy does a net show that always gives the same answer? */

/** @import { Puzzle } from "../task.js" */
import { whole, wholes } from "../task.js";

const SUMS = [200, 300, 400, 500, 1200];
const NUM_CLASSES = 4;

/** @type {Puzzle} */
export const stuckAccuracy = {
  name: "stuck-accuracy",
  title: "puzzle.stuckAccuracy",
  make(random) {
    const sum = SUMS[whole(random, 0, SUMS.length - 1)];
    const shares = wholes(random, NUM_CLASSES - 1, 4, 30);
    const percent = [...shares, 100 - shares.reduce((all, share) => all + share, 0)];
    const counts = percent.map((share) => share * sum / 100);
    const stuck = whole(random, 1, NUM_CLASSES - 2);
    return {
      question: "puzzle.stuckAccuracy.question",
      values: { stuck },
      tables: [{ title: "puzzle.picturesPerClass", rows: [counts] }],
      answer: percent[stuck],
      slips: [
        { answer: 100 / NUM_CLASSES, hint: "hint.classesDiffer" },
        { answer: percent[stuck - 1], hint: "hint.classFromZero" },
        { answer: counts[stuck], hint: "hint.countIsNoPercentage" },
        { answer: Math.max(...percent), hint: "hint.anotherAnswer" },
        { answer: 100 - percent[stuck], hint: "hint.countsErrors" },
      ],
      hint: "hint.stuckAccuracy",
    };
  },
};
