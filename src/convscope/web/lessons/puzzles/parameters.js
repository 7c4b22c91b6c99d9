/** How many parameters has a filter, or a dense layer? */

/** @import { Puzzle } from "../task.js" */
import { slide } from "../../net/windows.js";
import { denseParameters, filterParameters } from "../arithmetic.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const parameters = {
  name: "parameters",
  title: "puzzle.parameters",
  make(random) {
    const size = whole(random, 9, 40);
    return whole(random, 0, 1)
      ? ofFilter(size, whole(random, 2, 7))
      : ofDense(size, whole(random, 2, 20));
  },
};

/** @param {number} size @param {number} window @returns {import("../task.js").Task} */
function ofFilter(size, window) {
  const answer = filterParameters(size, window);
  const places = slide(size, window, 1, "valid").positions ** 2;
  return {
    question: "puzzle.parameters.filter",
    values: { size, window },
    tables: [],
    answer,
    slips: [
      { answer: answer - 1, hint: "hint.biasForgotten" },
      { answer: answer * places, hint: "hint.oncePerPlace" },
      { answer: (answer - 1) * places, hint: "hint.oncePerPlace" },
      { answer: size ** 2 + 1, hint: "hint.oncePerPixel" },
      { answer: size ** 2, hint: "hint.oncePerPixel" },
    ],
    hint: "hint.filterParameters",
  };
}

/** @param {number} size @param {number} units @returns {import("../task.js").Task} */
function ofDense(size, units) {
  const answer = denseParameters(size, units);
  return {
    question: "puzzle.parameters.dense",
    values: { size, units },
    tables: [],
    answer,
    slips: [
      { answer: answer - units, hint: "hint.biasesForgotten" },
      { answer: answer - units + 1, hint: "hint.oneBiasEach" },
      { answer: size ** 2 + 1, hint: "hint.oneUnitOnly" },
      { answer: size ** 2, hint: "hint.oneUnitOnly" },
    ],
    hint: "hint.denseParameters",
  };
}
