/** What comes back to a weight that is used in several places? */

/** @import { Puzzle } from "../task.js" */
import { NUM_INPUTS, NUM_PLACES } from "../backwards.js";
import { whole, wholes } from "../task.js";

/** @type {Puzzle} */
export const sharedGradient = {
  name: "shared-gradient",
  title: "puzzle.sharedGradient",
  make(random) {
    const inputs = wholes(random, NUM_INPUTS, 1, 5);
    const backs = wholes(random, NUM_PLACES, -3, 3);
    backs[NUM_PLACES - 1] = whole(random, 1, 3);
    const weight = whole(random, 1, 2);
    const terms = (/** @type {number} */ which) =>
      backs.map((back, place) => back * inputs[place + which - 1]);
    const sum = (/** @type {readonly number[]} */ values) =>
      values.reduce((total, value) => total + value, 0);
    const own = terms(weight);
    return {
      question: "puzzle.sharedGradient.question",
      values: { weight },
      tables: [
        { title: "puzzle.inputs", rows: [inputs] },
        { title: "puzzle.backs", rows: [backs] },
      ],
      answer: sum(own),
      slips: [
        { answer: own[NUM_PLACES - 1], hint: "hint.lastPlaceOnly" },
        { answer: sum(backs), hint: "hint.inputsLeftOut" },
        { answer: sum(terms(3 - weight)), hint: "hint.otherWeight" },
        { answer: sum(own) / NUM_PLACES, hint: "hint.sharedMean" },
      ],
      hint: "hint.sharedGradient",
    };
  },
};
