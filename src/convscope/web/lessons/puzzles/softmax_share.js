/** Which probability does softmax give to a class? */

/** @import { Puzzle } from "../task.js" */
import { probabilitiesOf } from "../scores.js";
import { whole } from "../task.js";

const NUM_CLASSES = 4;

/** Sums of e to the logits for which every whole part is a whole percentage. */
const SUMS = [10, 20, 25, 50];

/** @type {Puzzle} */
export const softmaxShare = {
  name: "softmax-share",
  title: "puzzle.softmaxShare",
  make(random) {
    const sum = SUMS[whole(random, 0, SUMS.length - 1)];
    const parts = new Array(NUM_CLASSES).fill(1);
    for (let rest = sum - NUM_CLASSES; rest > 0; rest--) parts[whole(random, 0, 3)]++;
    const percent = probabilitiesOf(parts.map(Math.log)).map((share) => Math.round(100 * share));
    const index = whole(random, 1, NUM_CLASSES - 1);
    return {
      question: "puzzle.softmaxShare.question",
      values: { index },
      tables: [{ title: "puzzle.powers", rows: [parts] }],
      answer: percent[index],
      slips: [
        { answer: parts[index], hint: "hint.powerNotDivided" },
        { answer: percent[index - 1], hint: "hint.classFromZero" },
        { answer: 100 / NUM_CLASSES, hint: "hint.allAlike" },
      ],
      hint: "hint.softmaxShare",
    };
  },
};
