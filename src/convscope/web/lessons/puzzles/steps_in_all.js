/** How often do the weights change in a whole training? */

/** @import { Puzzle } from "../task.js" */
import { BATCH_SIZES, batchesOf } from "../batching.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const stepsInAll = {
  name: "steps-in-all",
  title: "puzzle.stepsInAll",
  make(random) {
    const size = BATCH_SIZES[whole(random, 0, BATCH_SIZES.length - 1)];
    const pictures = size * whole(random, 3, 40) + whole(random, 1, size - 1);
    const epochs = whole(random, 2, 9);
    const { steps } = batchesOf(pictures, size);
    return {
      question: "puzzle.stepsInAll.question",
      values: { pictures, size, epochs },
      tables: [],
      answer: epochs * steps,
      slips: [
        { answer: steps, hint: "hint.oneEpochOnly" },
        { answer: epochs, hint: "hint.countsEpochs" },
        { answer: epochs * (steps - 1), hint: "hint.lastBatchForgotten" },
        { answer: batchesOf(pictures * epochs, size).steps, hint: "hint.epochsJoined" },
        { answer: epochs * pictures, hint: "hint.countsPictures" },
      ],
      hint: "hint.stepsInAll",
    };
  },
};
