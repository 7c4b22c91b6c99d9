/** What is the sum of a row of pixels after inversion? */

/** @import { Puzzle } from "../task.js" */
import { inverted } from "../changed_pictures.js";
import { wholes } from "../task.js";

const COUNT = 4;

/** @type {Puzzle} */
export const invertedSum = {
  name: "inverted-sum",
  title: "puzzle.invertedSum",
  make(random) {
    const pixels = wholes(random, COUNT, 0, 51).map((value) => value * 5);
    const total = (/** @type {ArrayLike<number>} */ values) =>
      Array.from(values).reduce((sum, value) => sum + value, 0);
    const sum = total(pixels);
    return {
      question: "puzzle.invertedSum.question",
      values: {},
      tables: [{ title: "puzzle.picture", rows: [pixels] }],
      answer: total(inverted(Uint8Array.from(pixels))),
      slips: [
        { answer: sum, hint: "hint.notInverted" },
        { answer: 255 - sum, hint: "hint.onceOnly" },
        { answer: 256 * COUNT - sum, hint: "hint.from256" },
        { answer: -sum, hint: "hint.signInstead" },
      ],
      hint: "hint.invertedSum",
    };
  },
};
