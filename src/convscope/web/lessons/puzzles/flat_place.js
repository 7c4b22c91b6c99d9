/** Where in the long row does a number of a map stand? */

/** @import { Puzzle } from "../task.js" */
import { flatIndex } from "../../core/arrays.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const flatPlace = {
  name: "flat-place",
  title: "puzzle.flatPlace",
  make(random) {
    const size = whole(random, 3, 9);
    const maps = whole(random, 2, 9);
    const row = whole(random, 1, size);
    const column = whole(random, 1, size);
    const map = whole(random, 1, maps);
    const index = flatIndex([size, size, maps], [row - 1, column - 1, map - 1]);
    return {
      question: "puzzle.flatPlace.question",
      values: { size, maps, row, column, map },
      tables: [],
      answer: index + 1,
      slips: [
        { answer: index, hint: "hint.placesFromOne" },
        {
          answer: flatIndex([maps, size, size], [map - 1, row - 1, column - 1]) + 1,
          hint: "hint.mapsInnermost",
        },
        {
          answer: flatIndex([size, size, maps], [column - 1, row - 1, map - 1]) + 1,
          hint: "hint.rowsFirst",
        },
        { answer: flatIndex([size, size, maps], [row, column, map]), hint: "hint.countBefore" },
      ],
      hint: "hint.flatPlace",
    };
  },
};
