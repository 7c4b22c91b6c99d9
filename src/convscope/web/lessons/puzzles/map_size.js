/** How many rows has the map? */

/** @import { Puzzle } from "../task.js" */
import { slide } from "../../net/windows.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const mapSize = {
  name: "map-size",
  title: "puzzle.mapSize",
  make(random) {
    const size = whole(random, 9, 64);
    const window = whole(random, 2, 7);
    const { positions } = slide(size, window, 1, "valid");
    return {
      question: "puzzle.mapSize.question",
      values: { size, window },
      tables: [],
      answer: positions,
      slips: [
        { answer: size, hint: "hint.keptSize" },
        { answer: size - window, hint: "hint.lastPlace" },
        { answer: Math.floor(size / window), hint: "hint.sideBySide" },
        { answer: positions ** 2, hint: "hint.allPlaces" },
      ],
      hint: "hint.mapSize",
    };
  },
};
