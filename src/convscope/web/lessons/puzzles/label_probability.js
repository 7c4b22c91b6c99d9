/** Of which probability is the loss of a picture the logarithm? */

/** @import { Puzzle } from "../task.js" */
import { indexOfLargest } from "../../core/arrays.js";
import { whole } from "../task.js";

const NUM_PICTURES = 3;
const NUM_CLASSES = 4;

/** @type {Puzzle} */
export const labelProbability = {
  name: "label-probability",
  title: "puzzle.labelProbability",
  make(random) {
    const probabilities = Array.from({ length: NUM_PICTURES }, () => {
      const cuts = Array.from({ length: NUM_CLASSES - 1 }, () => whole(random, 1, 99));
      const ends = [0, ...cuts.sort((a, b) => a - b), 100];
      return ends.slice(1).map((end, index) => end - ends[index]);
    });
    const labels = probabilities.map(() => whole(random, 0, NUM_CLASSES - 1));
    const oneHot = labels.map((label) =>
      Array.from({ length: NUM_CLASSES }, (_, index) => index === label ? 1 : 0)
    );
    const picture = whole(random, 1, NUM_PICTURES - 1);
    const of = (/** @type {number} */ row) => probabilities[row][labels[row]];
    const row = probabilities[picture];
    return {
      question: "puzzle.labelProbability.question",
      values: { picture },
      tables: [
        { title: "puzzle.percent", rows: probabilities },
        { title: "puzzle.oneHot", rows: oneHot },
      ],
      answer: of(picture),
      slips: [
        { answer: of(picture - 1), hint: "hint.pictureFromZero" },
        { answer: row[indexOfLargest(row)], hint: "hint.likeliestTaken" },
        { answer: 100 - of(picture), hint: "hint.shareOfOthers" },
      ],
      hint: "hint.labelProbability",
    };
  },
};
