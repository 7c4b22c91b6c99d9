/** What comes back through a maximum to the weight behind it? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const COUNT = 4;

/** @type {Puzzle} */
export const maximumGradient = {
  name: "maximum-gradient",
  title: "puzzle.maximumGradient",
  make(random) {
    const inputs = new Int32Array([-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6]);
    const seen = [...random.shuffle(inputs).subarray(0, COUNT)];
    const weight = -whole(random, 2, 4);
    const back = whole(random, 2, 5) * (whole(random, 0, 1) ? 1 : -1);
    const products = seen.map((input) => input * weight);
    const winner = products.indexOf(Math.max(...products));
    return {
      question: "puzzle.maximumGradient.question",
      values: { weight, back },
      tables: [{ title: "puzzle.inputs", rows: [seen] }],
      answer: back * seen[winner],
      slips: [
        { answer: back * Math.max(...seen), hint: "hint.largestInput" },
        { answer: back * seen.reduce((sum, input) => sum + input, 0), hint: "hint.losersCounted" },
        { answer: back, hint: "hint.inputLeftOut" },
        { answer: back * weight, hint: "hint.weightInstead" },
      ],
      hint: "hint.maximumGradient",
    };
  },
};
