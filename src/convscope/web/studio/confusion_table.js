/** A confusion matrix as a table whose cells open. */

/** @import { Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";

/** Classes above which a table is too large to be read. */
const MOST_CLASSES = 30;

/** @typedef {{split: string, classes: string[], counts: number[][]}} Confusion */

/**
 * Returns the table: a row for each right class, a column for each verdict.
 *
 * @param {Confusion} confusion
 * @param {readonly string[]} cell right class and verdict of the one that is open, or empty
 * @param {Translate} t
 * @param {((truth: string, verdict: string) => void) | null} open null where cells lead nowhere
 * @param {string} [caption]
 * @returns {HTMLElement}
 */
export function createConfusionTable(
  { classes, counts },
  cell,
  t,
  open,
  caption = t("run.confusionCaption"),
) {
  if (classes.length > MOST_CLASSES) {
    return element("p", { class: "note" }, t("run.manyClasses", { count: classes.length }));
  }
  const most = Math.max(1, ...counts.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const head = element(
    "tr",
    {},
    element("td", { class: "corner" }, t("run.truth"), " ↓ ", t("run.verdict"), " →"),
    ...classes.map((name) => element("th", { scope: "col" }, name)),
  );
  const rows = counts.map((row, i) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, classes[i]),
      ...row.map((count, j) => cellOf(count, classes[i], classes[j])),
    )
  );

  /** @param {number} count @param {string} truth @param {string} verdict */
  function cellOf(count, truth, verdict) {
    const isRight = truth === verdict;
    if (!count) return element("td", { class: "is-none" }, "0");
    const label = t(isRight ? "run.cellRight" : "run.cell", { count, truth, verdict });
    const isOpen = cell[0] === truth && cell[1] === verdict;
    const shown = open
      ? button(String(count), () => open(truth, verdict), {
        "aria-label": label,
        title: label,
        ...isOpen && { "aria-pressed": "true" },
      })
      : String(count);
    const made = element("td", { class: isRight ? "is-right" : "is-wrong" }, shown);
    if (!isRight) made.style.setProperty("--share", String(count / most));
    return made;
  }
  return element(
    "div",
    { class: "wide-table", tabindex: 0, role: "region", "aria-label": t("run.confusion") },
    element(
      "table",
      { class: "confusion" },
      element("caption", {}, caption),
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    ),
  );
}

/**
 * Returns the two classes that are confused most often; null where nothing is.
 *
 * @param {Confusion} confusion
 * @returns {{truth: string, verdict: string, count: number} | null}
 */
export function worstPair({ classes, counts }) {
  /** @type {{truth: string, verdict: string, count: number} | null} */
  let worst = null;
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      if (i !== j && count > (worst?.count ?? 0)) {
        worst = { truth: classes[i], verdict: classes[j], count };
      }
    })
  );
  return worst;
}
