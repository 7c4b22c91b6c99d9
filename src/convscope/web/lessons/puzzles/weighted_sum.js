/** Which sum do three inputs and three weights give? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

/** @type {Puzzle} */
export const weightedSum = {
  name: "weighted-sum",
  title: "puzzle.weightedSum",
  make(random) {
    const inputs = wholes(random, 3, 1, 6);
    const weights = wholes(random, 3, -3, 3);
    weights[whole(random, 0, 2)] = -whole(random, 1, 3);
    const { sum } = neuron(inputs, weights, 0, "ramp");
    const magnitudes = weights.map(Math.abs);
    return {
      question: "puzzle.weightedSum.question",
      values: {},
      tables: [
        { title: "puzzle.inputs", rows: [inputs] },
        { title: "puzzle.weights", rows: [weights] },
      ],
      answer: sum,
      slips: [
        { answer: neuron(inputs, [1, 1, 1], 0, "ramp").sum, hint: "hint.inputsOnly" },
        { answer: neuron([1, 1, 1], weights, 0, "ramp").sum, hint: "hint.weightsOnly" },
        { answer: neuron(inputs, magnitudes, 0, "ramp").sum, hint: "hint.signsLost" },
      ],
      hint: "hint.weightedSum",
    };
  },
};
