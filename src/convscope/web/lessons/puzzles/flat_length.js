/** How many values come out of Flatten? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";
import { wholeNet } from "../whole_net.js";

/** @type {Puzzle} */
export const flatLength = {
  name: "flat-length",
  title: "puzzle.flatLength",
  make(random) {
    const side = whole(random, 14, 40);
    const first = whole(random, 2, 9);
    const second = whole(random, 2, 12);
    const { steps } = wholeNet({ side, first, second });
    const flatten = steps.find(({ inputShape, outputShape }) =>
      inputShape.length === 3 && outputShape.length === 1
    );
    const [rows, columns, channels] = flatten?.inputShape ?? [0, 0, 0];
    const edges = Math.floor(side / 4);
    return {
      question: "puzzle.flatLength.question",
      values: { side, first, second },
      tables: [],
      answer: rows * columns * channels,
      slips: [
        { answer: rows * columns, hint: "hint.mapsForgotten" },
        { answer: rows * channels, hint: "hint.rowsAndColumns" },
        { answer: edges ** 2 * channels, hint: "hint.edgesAreLost" },
        { answer: rows * columns * first * channels, hint: "hint.mapsAreNotMultiplied" },
      ],
      hint: "hint.flatLength",
    };
  },
};
