/** How much of all evidence lies in one corner? */

/** @import { Puzzle } from "../task.js" */
import { whole, wholes } from "../task.js";

const SIDE = 4;
const CORNER = 2;

/** Sums of all evidence of which whole percentages are many. */
const TOTALS = [20, 25, 50];

/** @type {Puzzle} */
export const evidenceShare = {
  name: "evidence-share",
  title: "puzzle.evidenceShare",
  make(random) {
    const total = TOTALS[whole(random, 0, TOTALS.length - 1)];
    const inCorner = whole(random, 2, total - 2);
    const corner = parts(random, inCorner, CORNER * CORNER);
    const others = parts(random, total - inCorner, SIDE * SIDE - CORNER * CORNER);
    const rows = Array.from(
      { length: SIDE },
      (_, row) =>
        Array.from(
          { length: SIDE },
          (_, column) => (row < CORNER && column < CORNER ? corner : others).pop() ?? 0,
        ),
    );
    return {
      question: "puzzle.evidenceShare.question",
      values: {},
      tables: [{ title: "puzzle.evidence", rows }],
      answer: inCorner * 100 / total,
      slips: [
        { answer: inCorner, hint: "hint.sumInstead" },
        { answer: (total - inCorner) * 100 / total, hint: "hint.shareOfTheRest" },
        { answer: 25, hint: "hint.shareOfCells" },
      ],
      hint: "hint.evidenceShare",
    };
  },
};

/**
 * Returns whole numbers with a sum.
 *
 * @param {import("../../learning/random.js").Random} random
 * @param {number} sum
 * @param {number} count
 * @returns {number[]}
 */
function parts(random, sum, count) {
  const cuts = [0, ...wholes(random, count - 1, 0, sum).toSorted((a, b) => a - b), sum];
  return cuts.slice(1).map((cut, index) => cut - cuts[index]);
}
