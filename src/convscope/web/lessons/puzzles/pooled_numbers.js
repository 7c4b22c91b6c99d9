/** How many numbers leave pooling? */

/** @import { Puzzle } from "../task.js" */
import { product } from "../../core/arrays.js";
import { maximumJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const pooledNumbers = {
  name: "pooled-numbers",
  title: "puzzle.pooledNumbers",
  make(random) {
    const maps = whole(random, 3, 12);
    const size = whole(random, 7, 19);
    const [{ outputShape }] = stepsOf([size, size, maps], [maximumJson("pooling")]);
    const area = outputShape[0] * outputShape[1];
    return {
      question: "puzzle.pooledNumbers.question",
      values: { maps, size },
      tables: [],
      answer: product(outputShape),
      slips: [
        { answer: Math.ceil(size / 2) ** 2 * maps, hint: "hint.noHalfWindow" },
        { answer: area, hint: "hint.eachMapPooled" },
        { answer: (size * size * maps) / 2, hint: "hint.bothAxesHalved" },
        { answer: (size * size * maps) / 4, hint: "hint.noHalfWindow" },
        { answer: (size - 1) ** 2 * maps, hint: "hint.poolingSideBySide" },
      ],
      hint: "hint.pooledNumbers",
    };
  },
};
