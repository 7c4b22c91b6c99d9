/** What comes back to the first weight of a chain of two? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** @type {Puzzle} */
export const chainGradient = {
  name: "chain-gradient",
  title: "puzzle.chainGradient",
  make(random) {
    const sign = () => whole(random, 0, 1) ? 1 : -1;
    const [x, a, b] = [whole(random, 2, 5), whole(random, 2, 5), sign() * whole(random, 2, 4)];
    const between = x * a;
    const error = sign() * whole(random, 1, 5);
    const target = between * b - error;
    // Back along the chain: the loss is the error squared, and a product hands on the other factor.
    const atOutput = 2 * error;
    const atBetween = atOutput * b;
    return {
      question: "puzzle.chainGradient.question",
      values: { x, a, b, target },
      tables: [],
      answer: atBetween * x,
      slips: [
        { answer: atOutput * between, hint: "hint.secondWeight" },
        { answer: atOutput * x, hint: "hint.secondWeightLeftOut" },
        { answer: error * b * x, hint: "hint.twoForgotten" },
        { answer: atBetween, hint: "hint.stoppedBetween" },
        { answer: -atBetween * x, hint: "hint.errorTurned" },
      ],
      hint: "hint.chainGradient",
    };
  },
};
