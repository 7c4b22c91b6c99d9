/** How many parameters has a net with a hidden layer? */

/** @import { Puzzle } from "../task.js" */
import { readArchitecture } from "../../net/architecture.js";
import { denseJson, flattenJson, netJson } from "../../net/layer_json.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const netParameters = {
  name: "net-parameters",
  title: "puzzle.netParameters",
  make(random) {
    const inputs = whole(random, 3, 25);
    const hidden = whole(random, 2, 9);
    const outputs = whole(random, 2, 6);
    const net = netJson([1, inputs, 1], [
      flattenJson(),
      denseJson("hidden", hidden),
      denseJson("answer", outputs),
    ]);
    const [, first, second] = readArchitecture(net).steps.map((step) => step.numParameters);
    const answer = first + second;
    return {
      question: "puzzle.netParameters.question",
      values: { inputs, hidden, outputs },
      tables: [],
      answer,
      slips: [
        { answer: answer - hidden - outputs, hint: "hint.biasesForgotten" },
        { answer: first, hint: "hint.firstLayerOnly" },
        { answer: second, hint: "hint.lastLayerOnly" },
        { answer: answer + inputs, hint: "hint.inputsHaveNone" },
        { answer: inputs * hidden * outputs, hint: "hint.layersMultiplied" },
      ],
      hint: "hint.netParameters",
    };
  },
};
