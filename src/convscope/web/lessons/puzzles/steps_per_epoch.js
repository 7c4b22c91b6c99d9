/** How many steps has an epoch? */

/** @import { Puzzle } from "../task.js" */
import { BATCH_SIZES, batchesOf } from "../batching.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const stepsPerEpoch = {
  name: "steps-per-epoch",
  title: "puzzle.stepsPerEpoch",
  make(random) {
    const pictures = 100 * whole(random, 12, 600);
    const size = BATCH_SIZES[whole(random, 0, BATCH_SIZES.length - 1)];
    const { steps } = batchesOf(pictures, size);
    return {
      question: "puzzle.stepsPerEpoch.question",
      values: { pictures, size },
      tables: [],
      answer: steps,
      slips: [
        { answer: Math.floor(pictures / size), hint: "hint.lastBatchForgotten" },
        { answer: pictures, hint: "hint.countsPictures" },
        { answer: size, hint: "hint.thatIsTheSize" },
      ],
      hint: "hint.stepsPerEpoch",
    };
  },
};
