/** How many changed pictures has a net seen? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** @type {Puzzle} */
export const augmentedCount = {
  name: "augmented-count",
  title: "puzzle.augmentedCount",
  make(random) {
    const pictures = whole(random, 15, 95) * 10 + 3;
    const epochs = whole(random, 3, 20);
    const test = whole(random, 11, 39) * 10 + 7;
    return {
      question: "puzzle.augmentedCount.question",
      values: { pictures, test, epochs },
      tables: [],
      answer: pictures * epochs,
      slips: [
        { answer: pictures, hint: "hint.anewEachEpoch" },
        { answer: (pictures + test) * epochs, hint: "hint.testIsNotShown" },
        { answer: pictures * (epochs + 1), hint: "hint.insteadOfOriginals" },
        { answer: pictures * epochs * 2, hint: "hint.insteadOfOriginals" },
      ],
      hint: "hint.augmentedCount",
    };
  },
};
