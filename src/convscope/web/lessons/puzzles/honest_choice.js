/** Which accuracy may be reported of the net that is chosen? */

/** @import { Puzzle } from "../task.js" */
import { indexOfLargest } from "../../core/arrays.js";
import { whole } from "../task.js";

const NUM_NETS = 5;

/** @type {Puzzle} */
export const honestChoice = {
  name: "honest-choice",
  title: "puzzle.honestChoice",
  make(random) {
    const low = [90, 70, 66];
    const columns = low.map((start) => {
      const values = Int32Array.from({ length: 10 }, (_, index) => start + index);
      return [...random.shuffle(values)].slice(0, NUM_NETS);
    });
    if (whole(random, 0, 2) > 0) {
      columns[2] = columns[1].map((value) => value - whole(random, 1, 3));
    }
    const [training, validation, test] = columns;
    const chosen = indexOfLargest(validation);
    return {
      question: "puzzle.honestChoice.question",
      values: {},
      tables: [{
        title: "puzzle.threeAccuracies",
        rows: training.map((value, net) => [value, validation[net], test[net]]),
      }],
      answer: test[chosen],
      slips: [
        { answer: validation[chosen], hint: "hint.choosingSpoils" },
        { answer: Math.max(...test), hint: "hint.chosenOnTest" },
        { answer: test[indexOfLargest(training)], hint: "hint.chosenOnTraining" },
        { answer: Math.max(...training), hint: "hint.trainingIsNoReport" },
      ],
      hint: "hint.honestChoice",
    };
  },
};
