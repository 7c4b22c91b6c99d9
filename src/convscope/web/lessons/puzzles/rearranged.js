/** Which x solves two equations? */

/** @import { Puzzle } from "../task.js" */
import { solve } from "../equations.js";
import { whole } from "../task.js";

/** @type {Puzzle} */
export const rearranged = {
  name: "rearranged",
  title: "puzzle.rearranged",
  make(random) {
    const [x, y] = [whole(random, -6, 9), whole(random, -6, 9)];
    const [a, b, c] = [whole(random, 1, 5), whole(random, 1, 5), whole(random, 1, 5)];
    // The second equation is no multiple of the first one.
    let d = whole(random, 1, 5);
    if (a * d === b * c) d++;
    const first = { a, b, wanted: a * x + b * y };
    const second = { a: c, b: d, wanted: c * x + d * y };
    const [solution, other] = solve(first, second);
    return {
      question: "puzzle.rearranged.question",
      values: { a, b, first: first.wanted, c, d, second: second.wanted },
      tables: [],
      answer: Math.round(solution),
      slips: [
        { answer: Math.round(other), hint: "hint.otherUnknown" },
        { answer: -Math.round(solution), hint: "hint.signOfSolution" },
      ],
      hint: "hint.rearranged",
    };
  },
};
