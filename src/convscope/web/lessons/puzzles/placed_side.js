/** How long is the shorter side of a digit after placement? */

/** @import { Puzzle } from "../task.js" */
import { findPlacement } from "../../core/placement.js";
import { whole } from "../task.js";

/** The longer side after placement. */
const BOX = findPlacement("mnist").box?.[0] ?? 0;

/** @type {Puzzle} */
export const placedSide = {
  name: "placed-side",
  title: "puzzle.placedSide",
  make(random) {
    const answer = whole(random, 3, BOX - 2);
    const larger = whole(random, 2, 9);
    const [long, short] = [BOX * larger, answer * larger];
    const isTall = whole(random, 0, 1) === 1;
    return {
      question: "puzzle.placedSide.question",
      values: { rows: isTall ? long : short, columns: isTall ? short : long, box: BOX },
      tables: [],
      answer,
      slips: [
        { answer: short - (long - BOX), hint: "hint.tookAway" },
        { answer: BOX, hint: "hint.bothSides" },
        { answer: short, hint: "hint.notScaled" },
        { answer: larger, hint: "hint.factorOnly" },
      ],
      hint: "hint.placedSide",
    };
  },
};
