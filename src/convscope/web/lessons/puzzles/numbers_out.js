/** How many numbers leave a layer with several filters? */

/** @import { Puzzle } from "../task.js" */
import { product } from "../../core/arrays.js";
import { convolutionJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const numbersOut = {
  name: "numbers-out",
  title: "puzzle.numbersOut",
  make(random) {
    const window = whole(random, 2, 4);
    const size = whole(random, 8, 14);
    const channels = whole(random, 2, 6);
    const filters = channels + whole(random, 1, 6);
    const layer = convolutionJson("layer", filters, window);
    const [{ outputShape }] = stepsOf([size, size, channels], [layer]);
    const places = outputShape[0] * outputShape[1];
    return {
      question: "puzzle.numbersOut.question",
      values: { filters, window, size, channels },
      tables: [],
      answer: product(outputShape),
      slips: [
        { answer: places * filters * channels, hint: "hint.mapForEachChannel" },
        { answer: places * (filters + channels), hint: "hint.channelsKept" },
        { answer: places * channels, hint: "hint.mapsAreFilters" },
        { answer: places, hint: "hint.oneMapOnly" },
        { answer: size * size * filters, hint: "hint.mapIsSmaller" },
      ],
      hint: "hint.numbersOut",
    };
  },
};
