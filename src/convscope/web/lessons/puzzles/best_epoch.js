/** Which epoch's weights should be kept? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const NUM_EPOCHS = 10;

/** @type {Puzzle} */
export const bestEpoch = {
  name: "best-epoch",
  title: "puzzle.bestEpoch",
  make(random) {
    const best = whole(random, 2, NUM_EPOCHS - 2);
    let [training, validation] = [whole(random, 180, 230), whole(random, 190, 240)];
    /** Losses in hundredths, training and validation. @type {number[][]} */
    const rows = [];
    for (let epoch = 1; epoch <= NUM_EPOCHS; epoch++) {
      rows.push([training, validation]);
      training = Math.round(training * (0.65 + 0.2 * random.uniform()));
      if (epoch < best) validation -= whole(random, 8, 19);
      else validation += whole(random, 2, 15);
    }
    return {
      question: "puzzle.bestEpoch.question",
      values: {},
      tables: [{ title: "puzzle.twoLosses", rows }],
      answer: best,
      slips: [
        { answer: NUM_EPOCHS, hint: "hint.trainingLossChosen" },
        { answer: best - 1, hint: "hint.epochFromOne" },
        { answer: rows[best - 1][1], hint: "hint.thatIsTheLoss" },
      ],
      hint: "hint.bestEpoch",
    };
  },
};
