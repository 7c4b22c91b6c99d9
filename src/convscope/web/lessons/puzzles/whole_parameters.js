/** How many parameters has a whole net? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";
import { CLASSES, wholeNet } from "../whole_net.js";

/** @type {Puzzle} */
export const wholeParameters = {
  name: "whole-parameters",
  title: "puzzle.wholeParameters",
  make(random) {
    const side = whole(random, 10, 24);
    const first = whole(random, 2, 6);
    const second = whole(random, 2, 8);
    const { steps } = wholeNet({ side, first, second });
    const parametersOf = (/** @type {string} */ name) =>
      steps.find(({ layer }) => layer.name === name)?.numParameters ?? 0;
    const [one, two, dense] = ["conv2d", "conv2d_1", "dense"].map(parametersOf);
    const answer = one + two + dense;
    return {
      question: "puzzle.wholeParameters.question",
      values: { side, first, second, classes: CLASSES },
      tables: [],
      answer,
      slips: [
        { answer: answer - first - second - CLASSES, hint: "hint.allBiases" },
        { answer: one + 9 * second + second + dense, hint: "hint.sliceForEveryMap" },
        { answer: one + two, hint: "hint.denseForgotten" },
        { answer: dense, hint: "hint.convolutionsForgotten" },
      ],
      hint: "hint.wholeParameters",
    };
  },
};
