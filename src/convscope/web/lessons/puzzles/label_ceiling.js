/** Which accuracy does a test report whose labels are partly wrong? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

/** @type {Puzzle} */
export const labelCeiling = {
  name: "label-ceiling",
  title: "puzzle.labelCeiling",
  make(random) {
    const pictures = [200, 400, 500][whole(random, 0, 2)];
    const percent = pictures / 100;
    const wrongLabels = percent * whole(random, 1, 9);
    const mistakes = percent * whole(random, 1, 9);
    return {
      question: "puzzle.labelCeiling.question",
      values: { pictures, wrongLabels, mistakes },
      tables: [],
      answer: (pictures - wrongLabels - mistakes) / percent,
      slips: [
        { answer: (pictures - mistakes) / percent, hint: "hint.labelsAreWrongToo" },
        { answer: (pictures - wrongLabels) / percent, hint: "hint.netErrsToo" },
        { answer: pictures - wrongLabels - mistakes, hint: "hint.percentAskedFor" },
        { answer: (wrongLabels + mistakes) / percent, hint: "hint.shareOfErrors" },
      ],
      hint: "hint.labelCeiling",
    };
  },
};
