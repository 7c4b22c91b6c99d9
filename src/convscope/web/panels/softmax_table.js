/** Where a softmax share comes from: every class's exponential, and their sum. */

/** @import { Explanation, Softmax } from "../net/inspector.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { element } from "../core/dom.js";
import { inParentheses, toText } from "../core/number_text.js";
import { add, roundedLine } from "../core/consistent_rounding.js";
import { className } from "./draw_state.js";
import { textsOf } from "./reader.js";

/** Classes that are listed, the one in question among them; the rest is summed up. */
const NUM_LISTED = 12;

/**
 * Returns the table and the division.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {Softmax} softmax
 * @returns {HTMLElement[]}
 */
export function softmaxTable(state, { position, activation }, softmax) {
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
  const others = sum - add(listed.map(({ exponential }) => exponential));
  const values = listed.map(({ exponential }) => exponential);
  const column = roundedLine([...values, numOthers ? others : 0], add, sum);
  const rows = listed.map(({ index, pre_activation: z, exponential }) => {
    const power = roundedLine(
      [z, largest],
      ([a, b]) => Math.exp(a - b),
      exponential,
      column.numDigits,
    );
    const [score, most] = power.operands;
    const row = element(
      "tr",
      {},
      element("td", {}, className(state.get().model, index)),
      element("td", {}, score),
      element("td", {}, `e^(${score} − ${inParentheses(most)})`),
      element("td", {}, `= ${power.result}`),
    );
    if (index === own) row.classList.add("is-current");
    return row;
  });
  const summary = (/** @type {string} */ label, /** @type {string} */ text) =>
    element(
      "tr",
      { class: "rest" },
      element("td", { colspan: 3 }, label),
      element("td", {}, `= ${text}`),
    );
  if (numOthers) {
    const rest = column.operands[column.operands.length - 1];
    rows.push(summary(t("softmax.rest", { number: numOthers }), rest));
  }
  const share = roundedLine(
    [exponentials[own].exponential, sum],
    ([a, b]) => a / b,
    activation,
  );
  rows.push(summary(t("softmax.sum"), toText(sum)));
  const heads = [t("softmax.class"), t("softmax.score"), t("softmax.power"), ""];
  return [
    element(
      "table",
      { class: "terms softmax" },
      element("caption", {}, t("softmax.caption")),
      element(
        "thead",
        {},
        element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
      ),
      element("tbody", {}, ...rows),
    ),
    element(
      "dl",
      { class: "equation" },
      element("dt", {}, t("softmax.share")),
      element("dd", {}, `${share.operands[0]} ÷ ${share.operands[1]} = ${share.result}`),
    ),
  ];
}
