/** How many neurons are dead? */

/** @import { Puzzle } from "../task.js" */
import { rowsOf, whole } from "../task.js";

const NUM_PICTURES = 5;
const NUM_NEURONS = 7;

/** @type {Puzzle} */
export const deadNeurons = {
  name: "dead-neurons",
  title: "puzzle.deadNeurons",
  make(random) {
    const numDead = whole(random, 1, NUM_NEURONS - 1);
    const places = random.shuffle(Int32Array.from({ length: NUM_NEURONS }, (_, index) => index));
    const dead = [...places.slice(0, numDead)];
    const excesses = Array.from({ length: NUM_PICTURES * NUM_NEURONS }, (_, place) => {
      const value = whole(random, 1, 9);
      return dead.includes(place % NUM_NEURONS) || random.uniform() < 0.5 ? -value : value;
    });
    for (const neuron of places.slice(numDead)) { // each of these answers at least one picture
      const picture = whole(random, 0, NUM_PICTURES - 1);
      excesses[picture * NUM_NEURONS + neuron] = whole(random, 1, 9);
    }
    const rows = rowsOf(excesses, NUM_NEURONS);
    const columns = places.map((_, index) => index);
    const hasSilence = [...columns].filter((neuron) => rows.some((row) => row[neuron] < 0));
    return {
      question: "puzzle.deadNeurons.question",
      values: {},
      tables: [{ title: "puzzle.excesses", rows }],
      answer: numDead,
      slips: [
        { answer: NUM_NEURONS - numDead, hint: "hint.countsTheLiving" },
        { answer: hasSilence.length, hint: "hint.silentOnceIsNotDead" },
        { answer: excesses.filter((value) => value < 0).length, hint: "hint.countsCells" },
      ],
      hint: "hint.deadNeurons",
    };
  },
};
