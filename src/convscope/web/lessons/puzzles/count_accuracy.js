/** Which accuracy do these answers have? */

/** @import { Puzzle } from "../task.js" */
import { rowsOf, whole, wholes } from "../task.js";

const COUNTS = [5, 10, 20];
const NUM_CLASSES = 4;

/** Pictures of a row, so that small screens hold it. */
const ROW = 5;

/** @type {Puzzle} */
export const countAccuracy = {
  name: "count-accuracy",
  title: "puzzle.countAccuracy",
  make(random) {
    const count = COUNTS[whole(random, 0, COUNTS.length - 1)];
    const labels = wholes(random, count, 0, NUM_CLASSES - 1);
    const wrong = whole(random, 1, count - 1);
    const places = random.shuffle(Int32Array.from(labels, (_, index) => index));
    const answers = [...labels];
    for (const place of places.slice(0, wrong)) {
      answers[place] = (labels[place] + whole(random, 1, NUM_CLASSES - 1)) % NUM_CLASSES;
    }
    const percent = 100 * (count - wrong) / count;
    return {
      question: "puzzle.countAccuracy.question",
      values: {},
      tables: [
        { title: "puzzle.labels", rows: rowsOf(labels, ROW) },
        { title: "puzzle.answers", rows: rowsOf(answers, ROW) },
      ],
      answer: percent,
      slips: [
        { answer: 100 - percent, hint: "hint.countsErrors" },
        { answer: count - wrong, hint: "hint.countIsNoPercentage" },
      ],
      hint: "hint.countAccuracy",
    };
  },
};
