/** Walks through the terms of a neuron one by one. */

/** @import { Term } from "../../net/inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { inParentheses } from "../../core/number_text.js";
import { add, multiply, roundedLine } from "../../core/consistent_rounding.js";
import { textsOf } from "../reader.js";
import { sumOf } from "./terms.js";

/**
 * Returns the buttons, the current product, and the sum so far.
 *
 * @param {DrawStore} state
 * @param {Term[]} walk
 * @returns {HTMLElement}
 */
export function termWalker(state, walk) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const previous = button("‹", () => state.set({ term: Math.max(term - 1, -1) }), {
    "aria-label": t("neuron.previousTerm"),
    "data-walk": "previous",
  });
  const next = button("›", () => state.set({ term: Math.min(term + 1, walk.length - 1) }), {
    "aria-label": t("neuron.nextTerm"),
    "data-walk": "next",
  });
  previous.disabled = term < 0;
  next.disabled = term >= walk.length - 1;
  const text = walk[term]
    ? currentTerm(state, walk)
    : [element("span", { class: "note" }, t("neuron.stepHint"))];
  return element("div", { class: "walker", "aria-live": "polite" }, previous, next, ...text);
}

/** @param {DrawStore} state @param {Term[]} walk @returns {HTMLElement[]} */
function currentTerm(state, walk) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const { input, weight, product } = walk[term];
  const before = sumOf(walk.slice(0, term));
  const sum = roundedLine([before, product], add, before + product);
  const line = roundedLine([input, weight], multiply, product, sum.numDigits);
  const [a, b] = line.operands;
  const running = term === 0
    ? sum.result
    : `${sum.operands[0]} + ${inParentheses(sum.operands[1])} = ${sum.result}`;
  return [
    element("span", {}, t("neuron.step", { number: term + 1, count: walk.length })),
    element("span", { class: "line" }, `${a} × ${inParentheses(b)} = ${line.result}`),
    element("span", {}, t("neuron.running"), " ", element("strong", {}, running)),
  ];
}
