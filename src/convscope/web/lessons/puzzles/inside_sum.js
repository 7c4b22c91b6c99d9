/** Which sum does a filter give inside an area full of ink? */

/** @import { Puzzle } from "../task.js" */
import { slideFilter } from "../arithmetic.js";
import { whole } from "../task.js";

const WINDOW = 3;

/** @type {Puzzle} */
export const insideSum = {
  name: "inside-sum",
  title: "puzzle.insideSum",
  make(random) {
    const ink = whole(random, 2, 9);
    const [line, around] = [whole(random, 2, 5), -whole(random, 1, 2)];
    const filter = Array.from(
      { length: WINDOW ** 2 },
      (_, index) => Math.floor(index / WINDOW) === index % WINDOW ? line : around,
    );
    const sumOf = (/** @type {(weight: number) => number} */ inkUnder) =>
      slideFilter(filter.map(inkUnder), WINDOW, filter, WINDOW).values[0];
    return {
      question: "puzzle.insideSum.question",
      values: { ink },
      tables: [{
        title: "puzzle.filter",
        rows: [0, 1, 2].map((row) => filter.slice(row * WINDOW, (row + 1) * WINDOW)),
      }],
      answer: sumOf(() => ink),
      slips: [
        { answer: sumOf((weight) => weight > 0 ? ink : 0), hint: "hint.inkAroundTakesAway" },
        { answer: sumOf(() => 1), hint: "hint.timesTheInk" },
        { answer: sumOf((weight) => Math.sign(weight) * ink), hint: "hint.minusTakesAway" },
      ],
      hint: "hint.insideSum",
    };
  },
};
