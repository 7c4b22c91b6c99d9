/** What does a neuron with a ramp put out? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

/** @type {Puzzle} */
export const rampOutput = {
  name: "ramp-output",
  title: "puzzle.rampOutput",
  make(random) {
    const inputs = wholes(random, 3, 1, 6);
    const weights = wholes(random, 3, -2, 3);
    const { sum } = neuron(inputs, weights, 0, "ramp");
    // One time in three the sum stays below; a threshold of 0 would hide whether it was taken away.
    const threshold = sum + (whole(random, 0, 2) ? -1 : 1) * whole(random, 2, 6) || 1;
    const { excess, output } = neuron(inputs, weights, threshold, "ramp");
    return {
      question: "puzzle.rampOutput.question",
      values: { threshold },
      tables: [
        { title: "puzzle.inputs", rows: [inputs] },
        { title: "puzzle.weights", rows: [weights] },
      ],
      answer: output,
      slips: [
        { answer: sum, hint: "hint.thresholdForgotten" },
        { answer: excess, hint: "hint.belowZero" },
        { answer: sum + threshold, hint: "hint.thresholdAdded" },
        { answer: 1, hint: "hint.thatIsTheStep" },
      ],
      hint: "hint.rampOutput",
    };
  },
};
