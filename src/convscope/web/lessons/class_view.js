/** What a class has done, in tables: blocks, the beliefs that pupils fell for, puzzles. */

/** @import { BetTally, BlockTally, PuzzleTally } from "./tally.js" */
/** @import { Translate } from "./texts.js" */
import { element } from "../core/dom.js";
import { nodesOf } from "./lesson.js";
import { puzzleNamed } from "./theme.js";

/**
 * Returns the tables.
 *
 * @param {readonly BlockTally[]} blocks
 * @param {readonly PuzzleTally[]} puzzles
 * @param {Readonly<Record<string, string>>} names of the blocks by their number
 * @param {Translate} t
 * @returns {HTMLElement}
 */
export function createTables(blocks, puzzles, names, t) {
  const nameOf = (/** @type {number | null} */ block) =>
    block === null ? t("class.rare") : `${block} · ${names[block].replaceAll("`", "")}`;
  const asked = blocks.filter(({ answered }) => answered > 0);
  return element(
    "div",
    { class: "tables" },
    table(
      t("class.blocks"),
      [t("class.block"), t("class.answered"), t("class.fell")],
      blocks.map(({ block, answered, fell }) => ({ head: nameOf(block), cells: [answered, fell] })),
    ),
    ...asked.map(({ block, bets }) =>
      table(
        nameOf(block),
        [t("class.bet"), t("class.belief"), t("class.fell")],
        bets.filter(({ answered }) => answered > 0).flatMap((bet) => rowsOf(bet, t)),
      )
    ),
    table(
      t("class.puzzles"),
      [t("class.puzzle"), t("class.solvers"), t("class.tasks")],
      puzzles.map(({ lesson, puzzle, pupils, tasks }) => ({
        head: `${lesson.number} · ${t(puzzleNamed(puzzle).title)}`,
        cells: [pupils, tasks],
      })),
    ),
  );
}

/**
 * A row: what it is about, over how many rows that stands, and its cells. Rows that it stands over
 * have no head of their own.
 *
 * @typedef {{head?: string | Node, over?: number, cells: readonly (string | number | Node)[]}} Row
 */

/** @param {BetTally} tally @param {Translate} t @returns {Row[]} a row for each belief */
function rowsOf({ lesson, bet, answered, wrong }, t) {
  const question = element(
    "span",
    {},
    element("span", { class: "note" }, t("lessons.number", { number: lesson.number })),
    " ",
    ...nodesOf(bet.question),
  );
  return wrong.map(({ choice, count }, at) => ({
    ...at === 0 && { head: question, over: wrong.length },
    cells: [
      element("span", {}, ...nodesOf(choice.text)),
      t("class.of", { count, answered }),
    ],
  }));
}

/** @param {string} caption @param {readonly string[]} heads @param {readonly Row[]} rows */
function table(caption, heads, rows) {
  return element(
    "table",
    {},
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...rows.map(rowOf)),
  );
}

/** @param {Row} row */
function rowOf({ head, over = 1, cells }) {
  const scope = { scope: over > 1 ? "rowgroup" : "row", rowspan: over };
  return element(
    "tr",
    {},
    ...head === undefined ? [] : [element("th", scope, head)],
    ...cells.map((value) => element("td", {}, typeof value === "number" ? String(value) : value)),
  );
}
