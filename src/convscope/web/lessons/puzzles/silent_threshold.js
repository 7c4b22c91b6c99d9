/** Which whole threshold silences a neuron with a step? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { wholes } from "../task.js";

/** @type {Puzzle} */
export const silentThreshold = {
  name: "silent-threshold",
  title: "puzzle.silentThreshold",
  make(random) {
    const inputs = wholes(random, 3, 1, 6);
    const weights = wholes(random, 3, 1, 4);
    let threshold = 0;
    while (neuron(inputs, weights, threshold, "step").output === 1) threshold++;
    return {
      question: "puzzle.silentThreshold.question",
      values: {},
      tables: [
        { title: "puzzle.inputs", rows: [inputs] },
        { title: "puzzle.weights", rows: [weights] },
      ],
      answer: threshold,
      slips: [
        { answer: threshold + 1, hint: "hint.equalIsSilent" },
        { answer: threshold - 1, hint: "hint.stillFires" },
        { answer: neuron(inputs, [1, 1, 1], 0, "ramp").sum, hint: "hint.inputsOnly" },
      ],
      hint: "hint.silentThreshold",
    };
  },
};
