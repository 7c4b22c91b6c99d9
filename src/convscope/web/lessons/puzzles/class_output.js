/** Which output belongs to a folder? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const NUM_FOLDERS = 6;

/** @type {Puzzle} */
export const classOutput = {
  name: "class-output",
  title: "puzzle.classOutput",
  make(random) {
    /** @type {number[]} */
    let names = [];
    let folder = 0;
    const byText = () => names.map(String).toSorted().map(Number);
    const byNumber = () => names.toSorted((a, b) => a - b);
    do {
      names = [];
      while (names.length < NUM_FOLDERS) {
        const name = whole(random, 0, 1) ? whole(random, 1, 9) : whole(random, 10, 130);
        if (!names.includes(name)) names.push(name);
      }
      folder = names[whole(random, 0, NUM_FOLDERS - 1)];
    } while (byText().indexOf(folder) === byNumber().indexOf(folder));
    return {
      question: "puzzle.classOutput.question",
      values: { folder },
      tables: [{ title: "puzzle.folders", rows: [byNumber()] }],
      answer: byText().indexOf(folder),
      slips: [
        { answer: byNumber().indexOf(folder), hint: "hint.sortedAsNumbers" },
        { answer: byText().indexOf(folder) + 1, hint: "hint.firstOutputIsZero" },
        { answer: folder, hint: "hint.nameIsNoOutput" },
      ],
      hint: "hint.classOutput",
    };
  },
};
