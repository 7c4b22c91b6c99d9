/** Which x does one round of improving give? */

/** @import { Puzzle } from "../task.js" */
import { improveGuess, pushesAt } from "../equations.js";
import { rounded, whole } from "../task.js";

const RATES = [0.01, 0.02, 0.1];

/** @type {Puzzle} */
export const betterGuess = {
  name: "better-guess",
  title: "puzzle.betterGuess",
  make(random) {
    const equation = () => ({
      a: whole(random, 2, 5),
      b: whole(random, 2, 5),
      wanted: whole(random, 5, 30),
    });
    const equations = [equation(), equation()];
    const rate = RATES[whole(random, 0, RATES.length - 1)];
    const x = whole(random, 1, 6);
    const [[pushX, pushY], [firstOnly]] = [
      pushesAt(equations, [x, 0]),
      pushesAt(equations.slice(0, 1), [x, 0]),
    ];
    return {
      question: "puzzle.betterGuess.question",
      values: {
        a: equations[0].a,
        b: equations[0].b,
        first: equations[0].wanted,
        c: equations[1].a,
        d: equations[1].b,
        second: equations[1].wanted,
        x,
        rate,
      },
      tables: [],
      answer: rounded(improveGuess(equations, [x, 0], rate, 1)[1][0]),
      slips: [
        { answer: rounded(x + rate * pushX), hint: "hint.pushedAlong" },
        { answer: x - pushX, hint: "hint.wholePush" },
        { answer: rounded(x - rate * firstOnly), hint: "hint.firstEquationOnly" },
        { answer: rounded(x - rate * pushY), hint: "hint.pushOfTheOther" },
        { answer: rounded(-rate * pushX), hint: "hint.changeOnly" },
      ],
      hint: "hint.betterGuess",
    };
  },
};
