/** In which column does the centre of mass lie? */

/** @import { Puzzle } from "../task.js" */
import { whole } from "../task.js";

const ROWS = 3;
const COLUMNS = 7;
const MOST = 4;

/** @type {Puzzle} */
export const massColumn = {
  name: "mass-column",
  title: "puzzle.massColumn",
  make(random) {
    const answer = whole(random, 2, COLUMNS - 1);
    let rows = draw(random);
    while (columnOfMass(rows) !== answer || middleOfBox(rows) === answer) rows = draw(random);
    const columns = sums(rows);
    const heaviest = columns.indexOf(Math.max(...columns)) + 1;
    return {
      question: "puzzle.massColumn.question",
      values: {},
      tables: [{ title: "puzzle.ink", rows }],
      answer,
      slips: [
        { answer: middleOfBox(rows), hint: "hint.middleOfBox" },
        { answer: answer - 1, hint: "hint.countedFromZero" },
        { answer: heaviest, hint: "hint.heaviestColumn" },
      ],
      hint: "hint.massColumn",
    };
  },
};

/** @param {import("../../learning/random.js").Random} random @returns {number[][]} */
function draw(random) {
  return Array.from(
    { length: ROWS },
    () => Array.from({ length: COLUMNS }, () => Math.max(0, whole(random, -MOST, MOST))),
  );
}

/** @param {readonly (readonly number[])[]} rows @returns {number[]} of each column */
function sums(rows) {
  return Array.from(
    { length: COLUMNS },
    (_, column) => rows.reduce((total, row) => total + row[column], 0),
  );
}

/** @param {readonly (readonly number[])[]} rows @returns {number} from 1; perhaps no whole number */
function columnOfMass(rows) {
  const columns = sums(rows);
  const mass = columns.reduce((total, sum) => total + sum, 0);
  return columns.reduce((total, sum, index) => total + sum * (index + 1), 0) / mass;
}

/** @param {readonly (readonly number[])[]} rows @returns {number} from 1; perhaps no whole number */
function middleOfBox(rows) {
  const columns = sums(rows);
  const isInk = (/** @type {number} */ sum) => sum > 0;
  return (columns.findIndex(isInk) + columns.findLastIndex(isInk)) / 2 + 1;
}
