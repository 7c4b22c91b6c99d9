/** Which flat line has the least sum of squared errors? */

/** @import { Puzzle } from "../task.js" */
import { whole, wholes } from "../task.js";

const COUNT = 5;

/** @type {Puzzle} */
export const bestHeight = {
  name: "best-height",
  title: "puzzle.bestHeight",
  make(random) {
    const heights = wholes(random, COUNT, 1, 12);
    const total = () => heights.reduce((sum, height) => sum + height, 0);
    // One point lies far above the others, at a height with which the answer is a whole number.
    const far = whole(random, 0, COUNT - 1);
    heights[far] = 0;
    heights[far] = COUNT * whole(random, 6, 9) + COUNT - total() % COUNT;
    const sorted = heights.toSorted((a, b) => a - b);
    return {
      question: "puzzle.bestHeight.question",
      values: {},
      tables: [{ title: "puzzle.heights", rows: [heights] }],
      answer: total() / COUNT,
      slips: [
        { answer: sorted[(COUNT - 1) / 2], hint: "hint.middlePoint" },
        { answer: (sorted[0] + sorted[COUNT - 1]) / 2, hint: "hint.halfWay" },
        { answer: total(), hint: "hint.notDivided" },
      ],
      hint: "hint.bestHeight",
    };
  },
};
