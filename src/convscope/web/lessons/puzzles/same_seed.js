/** What comes out when a program is run again, with the seed of a run before? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

const NUM_SEEDS = 3;

/** @type {Puzzle} */
export const sameSeed = {
  name: "same-seed",
  title: "puzzle.sameSeed",
  make(random) {
    const first = whole(random, 0, 90);
    const at = whole(random, 0, RATES.length - 2);
    const results = random.shuffle(Int32Array.from({ length: 30 }, (_, index) => 70 + index));
    const order = random.shuffle(Int32Array.from({ length: 2 * NUM_SEEDS }, (_, index) => index));
    const runs = [...order].map((index) => ({
      seed: first + Math.floor(index / 2),
      rate: RATES[at + index % 2],
      percent: results[index],
    }));
    const { seed, rate, percent } = runs[whole(random, 0, runs.length - 2)];
    const isSeed = (/** @type {typeof runs[number]} */ run) => run.seed === seed;
    const isRate = (/** @type {typeof runs[number]} */ run) => run.rate === rate;
    const last = runs[runs.length - 1].percent;
    return {
      question: "puzzle.sameSeed.question",
      values: { seed, rate },
      tables: [{
        title: "puzzle.runs",
        rows: [
          runs.map((run) => run.seed),
          runs.map((run) => run.rate),
          runs.map((run) => run.percent),
        ],
      }],
      answer: percent,
      slips: [
        { answer: last, hint: "hint.beginsAfresh" },
        ...runs.filter((run) => isSeed(run) && !isRate(run))
          .map((run) => ({ answer: run.percent, hint: /** @type {const} */ ("hint.otherRate") })),
        ...runs.filter((run) => isRate(run) && !isSeed(run))
          .map((run) => ({ answer: run.percent, hint: /** @type {const} */ ("hint.otherSeed") })),
      ],
      hint: "hint.sameSeed",
    };
  },
};
