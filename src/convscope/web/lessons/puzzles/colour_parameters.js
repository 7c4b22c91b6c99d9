/** How many parameters have filters that slide over a colour picture? */

/** @import { Puzzle } from "../task.js" */
import { readArchitecture } from "../../net/architecture.js";
import { convolutionJson, netJson } from "../../net/layer_json.js";
import { whole } from "../task.js";

/** Red, green and blue. */
const CHANNELS = 3;
const SIDE = 32;

/** @type {Puzzle} */
export const colourParameters = {
  name: "colour-parameters",
  title: "puzzle.colourParameters",
  make(random) {
    const window = whole(random, 2, 6);
    const filters = whole(random, 2, 40);
    const layers = [convolutionJson("filters", filters, window)];
    const answer = readArchitecture(netJson([SIDE, SIDE, CHANNELS], layers)).steps[0].numParameters;
    return {
      question: "puzzle.colourParameters.question",
      values: { filters, window },
      tables: [],
      answer,
      slips: [
        { answer: (window ** 2 + 1) * filters, hint: "hint.threeSlices" },
        { answer: answer - filters, hint: "hint.filterBiases" },
        { answer: (window ** 2 + 1) * CHANNELS * filters, hint: "hint.oneBiasPerFilter" },
        { answer: answer / filters, hint: "hint.parametersOfOneFilter" },
      ],
      hint: "hint.colourParameters",
    };
  },
};
