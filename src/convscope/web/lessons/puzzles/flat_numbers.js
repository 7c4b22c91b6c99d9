/** How long is the row behind filters, pooling and flattening? */

/** @import { Puzzle } from "../task.js" */
import { convolutionJson, flattenJson, maximumJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const flatNumbers = {
  name: "flat-numbers",
  title: "puzzle.flatNumbers",
  make(random) {
    const size = whole(random, 8, 21);
    const filters = whole(random, 2, 12);
    const window = whole(random, 2, 4);
    const layers = [convolutionJson("layer", filters, window), maximumJson("pool"), flattenJson()];
    const [{ outputShape: maps }, { outputShape: pooled }, { outputShape: [answer] }] = stepsOf(
      [size, size, 1],
      layers,
    );
    return {
      question: "puzzle.flatNumbers.question",
      values: { size, filters, window },
      tables: [],
      answer,
      slips: [
        { answer: maps[0] ** 2 * filters, hint: "hint.poolingForgotten" },
        { answer: Math.floor(size / 2) ** 2 * filters, hint: "hint.filterShrinks" },
        { answer: pooled[0] ** 2, hint: "hint.allMapsInTheRow" },
        { answer: filters, hint: "hint.mapIsManyNumbers" },
        { answer: Math.ceil(maps[0] / 2) ** 2 * filters, hint: "hint.lastWindowOut" },
      ],
      hint: "hint.flatNumbers",
    };
  },
};
