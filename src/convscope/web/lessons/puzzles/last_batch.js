/** How many pictures has the last batch? */

/** @import { Puzzle } from "../task.js" */
import { BATCH_SIZES, batchesOf } from "../batching.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const lastBatch = {
  name: "last-batch",
  title: "puzzle.lastBatch",
  make(random) {
    const size = BATCH_SIZES[whole(random, 0, BATCH_SIZES.length - 1)];
    const pictures = size * whole(random, 3, 30) + whole(random, 1, size - 1);
    const { steps, last } = batchesOf(pictures, size);
    return {
      question: "puzzle.lastBatch.question",
      values: { pictures, size },
      tables: [],
      answer: last,
      slips: [
        { answer: size, hint: "hint.lastIsNotFull" },
        { answer: size - last, hint: "hint.whatIsMissing" },
        { answer: steps, hint: "hint.countsBatches" },
        { answer: 0, hint: "hint.nothingIsLeftOut" },
      ],
      hint: "hint.lastBatch",
    };
  },
};
