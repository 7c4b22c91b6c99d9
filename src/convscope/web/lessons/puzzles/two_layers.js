/** What arrives at the output neuron of a small net? */

/** @import { Puzzle } from "../task.js" */
import { neuron } from "../arithmetic.js";
import { whole, wholes } from "../task.js";

/** @type {Puzzle} */
export const twoLayers = {
  name: "two-layers",
  title: "puzzle.twoLayers",
  make(random) {
    const inputs = wholes(random, 3, 1, 4);
    const weights = [wholes(random, 3, -3, 3), wholes(random, 3, -3, 3)];
    // The first hidden neuron is silent one time in two.
    const lift = whole(random, 0, 1) ? 1 : -1;
    if (Math.sign(neuron(inputs, weights[0], 0, "ramp").sum) !== lift) {
      weights[0] = weights[0].map((weight) => lift * (Math.abs(weight) || 1));
    }
    const last = [whole(random, 2, 4), -whole(random, 1, 4)];
    const hidden = weights.map((each) => neuron(inputs, each, 0, "ramp"));
    const outputs = hidden.map(({ output }) => output);
    return {
      question: "puzzle.twoLayers.question",
      values: {},
      tables: [
        { title: "puzzle.inputs", rows: [inputs] },
        { title: "puzzle.hiddenWeights", rows: weights },
        { title: "puzzle.lastWeights", rows: [last] },
      ],
      answer: neuron(outputs, last, 0, "ramp").sum,
      slips: [
        {
          answer: neuron(hidden.map(({ sum }) => sum), last, 0, "ramp").sum,
          hint: "hint.rampForgotten",
        },
        { answer: outputs[0] + outputs[1], hint: "hint.lastWeightsForgotten" },
        { answer: outputs[0] * last[0], hint: "hint.oneHiddenOnly" },
        { answer: outputs[1] * last[1], hint: "hint.oneHiddenOnly" },
      ],
      hint: "hint.twoLayers",
    };
  },
};
