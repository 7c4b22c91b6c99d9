/** How many pictures of no class does a net answer although only sure answers are kept? */

/** @import { Puzzle } from "../task.js" */
import { whole, wholes } from "../task.js";

const NUM_EACH = 8;

/** @type {Puzzle} */
export const sureOfStrangers = {
  name: "sure-of-strangers",
  title: "puzzle.sureOfStrangers",
  make(random) {
    const least = whole(random, 80, 95);
    const numSure = whole(random, 1, NUM_EACH - 1);
    const sure = [least, ...wholes(random, numSure - 1, least, 99)];
    const strangers = [...sure, ...wholes(random, NUM_EACH - numSure, 40, least - 1)]
      .map((percent) => ({ percent, order: random.uniform() }))
      .sort((a, b) => a.order - b.order)
      .map(({ percent }) => percent);
    const digits = wholes(random, NUM_EACH, 70, 99);
    const count = (/** @type {number[]} */ all) => all.filter((each) => each >= least).length;
    const answer = count(strangers);
    return {
      question: "puzzle.sureOfStrangers.question",
      values: { least },
      tables: [
        { title: "puzzle.sureOfDigits", rows: [digits] },
        { title: "puzzle.sureOfHiragana", rows: [strangers] },
      ],
      answer,
      slips: [
        { answer: 0, hint: "hint.sureWithoutReason" },
        { answer: NUM_EACH - answer, hint: "hint.thrownAway" },
        { answer: strangers.filter((each) => each > least).length, hint: "hint.atTheLimit" },
        { answer: count(digits), hint: "hint.thoseAreDigits" },
        { answer: answer + count(digits), hint: "hint.hiraganaOnly" },
      ],
      hint: "hint.sureOfStrangers",
    };
  },
};
