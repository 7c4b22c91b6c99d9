/** After which epoch does early stopping end a training? */

/** @import { Puzzle } from "../task.js" */
import { stopEarly } from "../early_stopping.js";
import { drawLosses, EPOCHS } from "../losses.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const stopEpoch = {
  name: "stop-epoch",
  title: "puzzle.stopEpoch",
  make(random) {
    const patience = whole(random, 2, 3);
    let losses = drawLosses(random);
    while (!stopEarly(losses, patience).isEarly) losses = drawLosses(random);
    const { last, best } = stopEarly(losses, patience);
    const firstRise = losses.findIndex((loss, index) => index > 0 && loss > losses[index - 1]) + 1;
    return {
      question: "puzzle.stopEpoch.question",
      values: { patience },
      tables: [{ title: "puzzle.losses", rows: [EPOCHS, losses] }],
      answer: last,
      slips: [
        { answer: firstRise, hint: "hint.firstRise" },
        { answer: best, hint: "hint.bestIsEarlier" },
        { answer: afterRises(losses, patience), hint: "hint.comparedWithTheOneBefore" },
        { answer: last + 1, hint: "hint.stopsAtOnce" },
      ],
      hint: "hint.stopEpoch",
    };
  },
};

/**
 * Returns when it would end if each epoch were compared with the one before.
 *
 * @param {readonly number[]} losses
 * @param {number} patience
 * @returns {number} an epoch from 1; the last one if it never ends
 */
function afterRises(losses, patience) {
  let waited = 0;
  for (let index = 1; index < losses.length; index++) {
    waited = losses[index] < losses[index - 1] ? 0 : waited + 1;
    if (waited === patience) return index + 1;
  }
  return losses.length;
}
