/** How many parameters has a dense layer behind maps? */

/** @import { Puzzle } from "../task.js" */
import { denseJson, flattenJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const denseBehindMaps = {
  name: "dense-behind-maps",
  title: "puzzle.denseBehindMaps",
  make(random) {
    const size = whole(random, 2, 7);
    const maps = whole(random, 3, 20);
    const units = whole(random, 2, 12);
    const [{ outputShape: [length] }, { numParameters }] = stepsOf(
      [size, size, maps],
      [flattenJson(), denseJson("dense", units)],
    );
    return {
      question: "puzzle.denseBehindMaps.question",
      values: { maps, size, units },
      tables: [],
      answer: numParameters,
      slips: [
        { answer: length * units, hint: "hint.neuronsHaveBiases" },
        { answer: length * units + 1, hint: "hint.neuronsHaveBiases" },
        { answer: (maps + 1) * units, hint: "hint.weightForEachNumber" },
        { answer: maps * units, hint: "hint.weightForEachNumber" },
        { answer: (size * size + 1) * units, hint: "hint.everyMapArrives" },
        { answer: length + 1, hint: "hint.neuronsShareNothing" },
        { answer: length, hint: "hint.neuronsShareNothing" },
      ],
      hint: "hint.denseBehindMaps",
    };
  },
};
