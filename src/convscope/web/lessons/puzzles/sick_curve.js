/** What is wrong with the net that has this curve? */

/** @import { TextKey } from "../texts.js" */
/** @import { Puzzle } from "../task.js" */
/** @import { Random } from "../../learning/random.js" */
import { whole } from "../task.js";

const NUM_EPOCHS = 6;

/**
 * Losses in hundredths, in the order of the question; there are ten classes, so guessing costs 230.
 * The hint says what such a curve looks like, where another one is shown.
 *
 * @type {readonly {curve: (random: Random) => number[], hint: TextKey}[]}
 */
const CURVES = [
  {
    curve: (random) => scaling(random, whole(random, 235, 260), 0.45, 0.65),
    hint: "hint.healthyCurve",
  },
  {
    curve(random) {
      const start = whole(random, 236, 262);
      return Array.from({ length: NUM_EPOCHS }, (_, epoch) => start - epoch);
    },
    hint: "hint.slowCurve",
  },
  {
    curve: (random) =>
      Array.from(
        { length: NUM_EPOCHS },
        (_, epoch) => epoch ? whole(random, 229, 231) : whole(random, 900, 4000),
      ),
    hint: "hint.deadCurve",
  },
  {
    curve: (random) => scaling(random, whole(random, 260, 400), 1.5, 2),
    hint: "hint.divergingCurve",
  },
  {
    curve: (random) => scaling(random, whole(random, 70, 82), 0.5, 0.7).map((value) => 146 + value),
    hint: "hint.twiceCurve",
  },
];

/** @type {Puzzle} */
export const sickCurve = {
  name: "sick-curve",
  title: "puzzle.sickCurve",
  make(random) {
    const shown = whole(random, 0, CURVES.length - 1);
    const others = CURVES.map(({ hint }, index) => ({ answer: index + 1, hint }));
    return {
      question: "puzzle.sickCurve.question",
      values: {},
      tables: [{ title: "puzzle.oneCurve", rows: [CURVES[shown].curve(random)] }],
      answer: shown + 1,
      slips: others.filter((_, index) => index !== shown),
      hint: "hint.sickCurve",
    };
  },
};

/**
 * @param {Random} random
 * @param {number} start
 * @param {number} low the smallest factor from one epoch to the next
 * @param {number} high the largest
 * @returns {number[]}
 */
function scaling(random, start, low, high) {
  const values = [start];
  while (values.length < NUM_EPOCHS) {
    const factor = low + (high - low) * random.uniform();
    values.push(Math.round(values[values.length - 1] * factor));
  }
  return values;
}
