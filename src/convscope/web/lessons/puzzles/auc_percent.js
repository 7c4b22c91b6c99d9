/** How large is the AUC of a few scores? */

/** @import { Puzzle } from "../task.js" */
/** @import { Random } from "../../learning/random.js" */
import { whole } from "../task.js";

const ILL = 4;
const HEALTHY = 5;

/** From here on a score means ill where somebody has to decide. */
const HALF = 50;

/** @type {Puzzle} */
export const aucPercent = {
  name: "auc-percent",
  title: "puzzle.aucPercent",
  make(random) {
    let [ill, healthy] = draw(random);
    while (pairsInOrder(ill, healthy) === ILL * HEALTHY) [ill, healthy] = draw(random);
    const inOrder = pairsInOrder(ill, healthy);
    const decided = ill.filter((score) => score > HALF).length +
      healthy.filter((score) => score < HALF).length;
    return {
      question: "puzzle.aucPercent.question",
      values: {},
      tables: [
        { title: "puzzle.ill", rows: [ill] },
        { title: "puzzle.healthy", rows: [healthy] },
      ],
      answer: inOrder * 100 / (ILL * HEALTHY),
      slips: [
        { answer: inOrder, hint: "hint.pairsNotPercent" },
        { answer: 100 - inOrder * 100 / (ILL * HEALTHY), hint: "hint.wrongOrder" },
        { answer: Math.round(decided * 100 / (ILL + HEALTHY)), hint: "hint.thatIsAccuracy" },
      ],
      hint: "hint.aucPercent",
    };
  },
};

/** @param {readonly number[]} ill @param {readonly number[]} healthy @returns {number} */
function pairsInOrder(ill, healthy) {
  return ill.flatMap((high) => healthy.filter((low) => high > low)).length;
}

/** @param {Random} random @returns {[ill: number[], healthy: number[]]} all different, none 50 */
function draw(random) {
  /** @type {number[]} */
  const scores = [];
  while (scores.length < ILL + HEALTHY) {
    const [low, high] = scores.length < ILL ? [25, 98] : [2, 75];
    const score = whole(random, low, high);
    if (score !== HALF && !scores.includes(score)) scores.push(score);
  }
  return [scores.slice(0, ILL), scores.slice(ILL)];
}
