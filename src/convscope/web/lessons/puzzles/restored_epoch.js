/** Which epoch's weights come back when early stopping restores the best? */

/** @import { Puzzle } from "../task.js" */
import { stopEarly } from "../early_stopping.js";
import { drawLosses, EPOCHS } from "../losses.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const restoredEpoch = {
  name: "restored-epoch",
  title: "puzzle.restoredEpoch",
  make(random) {
    const patience = whole(random, 1, 2);
    let losses = drawLosses(random);
    while (!stopEarly(losses, patience).isEarly) losses = drawLosses(random);
    const { last, best } = stopEarly(losses, patience);
    return {
      question: "puzzle.restoredEpoch.question",
      values: { patience },
      tables: [{ title: "puzzle.losses", rows: [EPOCHS, losses] }],
      answer: best,
      slips: [
        { answer: last, hint: "hint.lastIsNotBest" },
        { answer: losses.indexOf(Math.min(...losses)) + 1, hint: "hint.neverTrained" },
        { answer: best + 1, hint: "hint.waitingBegins" },
        { answer: losses[best - 1], hint: "hint.epochNotLoss" },
      ],
      hint: "hint.restoredEpoch",
    };
  },
};
