/** A long sum as a table: the largest products one by one, the others together. */

import { element } from "../../core/dom.js";
import { inParentheses } from "../../core/number_text.js";
import { roundedColumn } from "../../core/consistent_rounding.js";

/** Products that are listed; the rest is summed up. */
export const NUM_LISTED = 12;

/**
 * One product and where it comes from.
 *
 * @typedef {{place: string | HTMLElement, left: number, right: number, product: number, isCurrent?: boolean}} Row
 */

/**
 * Returns a table whose products, as they are shown, add up to the total.
 *
 * @param {object} table
 * @param {string} table.caption
 * @param {readonly string[]} table.head of place, both factors and product
 * @param {readonly Row[]} table.rows the listed products
 * @param {{label: string, value: number} | null} table.rest the others together, null for none
 * @param {{label: string, value: number, numDigits?: number}} table.total
 * @returns {HTMLTableElement}
 */
export function productTable({ caption, head, rows, rest, total }) {
  const shown = roundedColumn(rows, rest?.value ?? 0, total.value, total.numDigits);
  const lines = rows.map(({ place, isCurrent }, index) => {
    const { operands: [left, right], result } = shown.rows[index];
    const cells = [place, left, `× ${inParentheses(right)}`, `= ${result}`];
    const row = element("tr", {}, ...cells.map((cell) => element("td", {}, cell)));
    if (isCurrent) {
      row.classList.add("is-current");
      row.setAttribute("aria-current", "step");
    }
    return row;
  });
  if (rest) lines.push(summary(rest.label, `= ${shown.rest}`));
  lines.push(summary(total.label, `= ${shown.total}`));
  return element(
    "table",
    { class: "terms" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...lines),
  );
}

/** @param {string} label @param {string} text @returns {HTMLTableRowElement} */
function summary(label, text) {
  return element(
    "tr",
    { class: "rest" },
    element("td", { colspan: 3 }, label),
    element("td", {}, text),
  );
}
