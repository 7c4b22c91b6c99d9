/** Softmax whole: every class's score, exponential and share of the total. */

/** @import { Explanation, Softmax } from "../../net/inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { inParentheses } from "../../core/number_text.js";
import { roundedSoftmax } from "../../core/softmax_rounding.js";
import { className } from "../draw_state.js";
import { textsOf } from "../reader.js";

/** Classes that are listed, the one in question among them; the rest is summed up. */
const NUM_LISTED = 12;

/**
 * Returns the table.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {Softmax} softmax
 * @returns {HTMLElement[]}
 */
export function softmaxTable(state, { position }, softmax) {
  const t = textsOf(state.get());
  const own = position[position.length - 1];
  const { exponentials, largest, sum } = softmax;
  const listed = exponentials.length <= NUM_LISTED ? exponentials : [...exponentials]
    .sort((a, b) =>
      Number(b.index === own) - Number(a.index === own) ||
      b.exponential - a.exponential
    )
    .slice(0, NUM_LISTED);
  const numOthers = exponentials.length - listed.length;
  const shown = roundedSoftmax(listed.map(({ pre_activation: z }) => z), largest, sum);
  const most = inParentheses(shown.largest);
  const rows = listed.map(({ index }, at) => {
    const { score, difference, exponential, share } = shown.rows[at];
    const row = line(
      className(state.get().model, index),
      `${score} − ${most}`,
      `= ${difference}`,
      `e^${inParentheses(difference)} = ${exponential}`,
      `${exponential} ÷ ${shown.total.exponential} = ${share}`,
    );
    if (index === own) row.classList.add("is-current");
    return row;
  });
  const summary = (/** @type {string} */ label, /** @type {{[name: string]: string}} */ texts) => {
    const row = line(label, "", "", `= ${texts.exponential}`, `= ${texts.share}`);
    row.classList.add("rest");
    return row;
  };
  if (shown.rest) rows.push(summary(t("softmax.rest", { number: numOthers }), shown.rest));
  rows.push(summary(t("softmax.sum"), shown.total));
  const heads = [
    t("softmax.class"),
    t("softmax.score"),
    t("softmax.difference"),
    t("softmax.power"),
    t("softmax.share"),
  ];
  return [element(
    "table",
    { class: "terms softmax" },
    element("caption", {}, t("softmax.caption")),
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...rows),
  )];
}

/** @param {...string} texts @returns {HTMLTableRowElement} */
function line(...texts) {
  return element("tr", {}, ...texts.map((text) => element("td", {}, text)));
}
