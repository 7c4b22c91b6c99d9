/** How many parameters has a layer whose filters look at several maps? */

/** @import { Puzzle } from "../task.js" */
import { convolutionJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole } from "../task.js";

const SIZE = 12;

/** @type {Puzzle} */
export const kernelParameters = {
  name: "kernel-parameters",
  title: "puzzle.kernelParameters",
  make(random) {
    const window = whole(random, 2, 5);
    const maps = whole(random, 2, 12);
    const filters = maps + whole(random, 1, 12);
    const layer = convolutionJson("layer", filters, window);
    const [{ numParameters }] = stepsOf([SIZE, SIZE, maps], [layer]);
    const area = window ** 2;
    return {
      question: "puzzle.kernelParameters.question",
      values: { maps, filters, window },
      tables: [],
      answer: numParameters,
      slips: [
        { answer: numParameters - filters, hint: "hint.biasOfEachFilter" },
        { answer: numParameters - filters + 1, hint: "hint.biasOfEachFilter" },
        { answer: filters * (area + 1), hint: "hint.slicesForgotten" },
        { answer: filters * area, hint: "hint.slicesForgotten" },
        { answer: filters * maps * (area + 1), hint: "hint.biasPerSlice" },
        { answer: maps * (area * filters + 1), hint: "hint.biasOfEachFilter" },
        { answer: maps * area + 1, hint: "hint.oneFilterOnly" },
      ],
      hint: "hint.kernelParameters",
    };
  },
};
