/** Why one class and not another: the difference of their scores, as products that add up to it. */

/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
/** @import { Place } from "../jump.js" */
import { element } from "../../../core/dom.js";
import { roundedColumn, roundedLine } from "../../../core/consistent_rounding.js";
import { inParentheses } from "../../../core/number_text.js";
import { className } from "../../draw_state.js";
import { jumpButton, placeText, sourceOf } from "../jump.js";
import { inputOf } from "../../layer_values.js";
import { equation } from "../neuron_calculation.js";
import { comparedClasses, scoringLayer } from "../../output_layer.js";
import { NUM_LISTED } from "../product_table.js";
import { textsOf } from "../../reader.js";
import { createRivalChoice } from "./rival_choice.js";

/**
 * One value that the scores are made of: `product` = `value` × (weight for the verdict − weight for
 * the other class).
 *
 * @typedef {{place: Place, left: number, right: number, product: number}} Reason
 */

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createClassComparison(state) {
  const t = textsOf(state.get());
  const choice = createRivalChoice(state);
  const words = element("p", {});
  const most = element("p", {});
  const body = element("div", { class: "comparison-sum" });
  const root = element("div", { class: "comparison" }, choice.root, words, most, body);
  /** @type {unknown[]} */
  let shown = [];

  /** @param {Readonly<DrawState>} now */
  function draw(now) {
    const { verdict, rival } = comparedClasses(now);
    choice.draw();
    if (shown[0] === now.judged && shown[1] === rival) return;
    shown = [now.judged, rival];
    const compared = compare(state, verdict, rival);
    if (!compared) return;
    const { reasons, scores, biases } = compared;
    const names = { name: className(now.model, verdict), other: className(now.model, rival) };
    const difference = scores[0] - scores[1];
    const margin = roundedLine(scores, ([a, b]) => a - b, difference);
    const ahead = difference >= 0 ? "compare.ahead" : "compare.behind";
    words.textContent = t(ahead, {
      ...names,
      score: margin.operands[0],
      otherScore: margin.operands[1],
      difference: margin.result,
    });
    const [strongest] = reasons;
    most.textContent = t(
      strongest.product >= 0 ? "compare.strongest" : "compare.strongestAgainst",
      {
        ...names,
        place: placeText(t, strongest.place),
      },
    );
    const bias = biases[0] - biases[1];
    const products = difference - bias;
    const total = roundedLine([products, bias], ([a, b]) => a + b, difference);
    body.replaceChildren(
      reasonTable(state, reasons, products, total.numDigits, names),
      equation([
        [t("neuron.sum", { number: reasons.length }), total.operands[0]],
        [
          t("compare.bias"),
          `${total.operands[0]} + ${inParentheses(total.operands[1])} = ${total.result}`,
        ],
        [
          t("compare.scores"),
          `${margin.operands[0]} − ${inParentheses(margin.operands[1])} = ${margin.result}`,
        ],
      ]),
    );
  }

  return {
    name: "compare",
    title: "compare.title",
    root,
    fits: (now, { layer }) => {
      const scoring = scoringLayer(now);
      return scoring?.step.layer.name === layer && scoring.step.outputShape[0] > 1;
    },
    draw,
  };
}

/**
 * @param {DrawStore} state
 * @param {number} verdict
 * @param {number} rival
 * @returns {{reasons: Reason[], scores: [number, number], biases: [number, number]} | null} the
 *   reasons with the largest products first
 */
function compare(state, verdict, rival) {
  const now = state.get();
  const scoring = scoringLayer(now);
  if (!scoring || !now.judged) return null;
  const { step, index } = scoring;
  const { kernel, bias } = now.model.weights[step.layer.name];
  const [units] = step.outputShape;
  const values = inputOf(now, step);
  const layer = now.model.architecture.layers[step.inputs[0]]?.name ?? "input";
  const reasons = Array.from(values, (left, at) => {
    const right = kernel[at * units + verdict] - kernel[at * units + rival];
    return { at, left, right, product: left * right };
  }).sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).map(({ at, ...reason }) => ({
    ...reason,
    place: sourceOf(state, { layer, position: [at] }),
  }));
  const { preActivation: scores } = now.judged.snapshot.layers[index];
  return {
    reasons,
    scores: [scores[verdict], scores[rival]],
    biases: [bias?.[verdict] ?? 0, bias?.[rival] ?? 0],
  };
}

/**
 * @param {DrawStore} state
 * @param {Reason[]} reasons
 * @param {number} total
 * @param {number} numDigits of the total
 * @param {{name: string, other: string}} names
 * @returns {HTMLElement}
 */
function reasonTable(state, reasons, total, numDigits, names) {
  const t = textsOf(state.get());
  const listed = reasons.slice(0, NUM_LISTED);
  const others = reasons.slice(NUM_LISTED);
  const rest = others.reduce((sum, { product }) => sum + product, 0);
  const shown = roundedColumn(listed, rest, total, numDigits);
  const rows = listed.map(({ place, product }, index) => {
    const { operands: [left, right], result } = shown.rows[index];
    return element(
      "tr",
      {},
      element("td", {}, jumpButton(state, place)),
      element("td", {}, left),
      element("td", {}, `× ${inParentheses(right)}`),
      element("td", {}, `= ${result}`),
      element("td", {}, t("compare.for", { name: product >= 0 ? names.name : names.other })),
    );
  });
  const summary = (/** @type {string} */ label, /** @type {string} */ text) =>
    element(
      "tr",
      { class: "rest" },
      element("td", { colspan: 3 }, label),
      element("td", {}, `= ${text}`),
      element("td", {}),
    );
  if (others.length) rows.push(summary(t("neuron.rest", { number: others.length }), shown.rest));
  rows.push(summary(t("neuron.sum", { number: reasons.length }), shown.total));
  const heads = [
    t("compare.from"),
    t("neuron.value"),
    t("compare.weights", names),
    t("neuron.product"),
    "",
  ];
  return element(
    "table",
    { class: "terms" },
    element("caption", {}, t("compare.caption")),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...heads.map((text) => text ? element("th", { scope: "col" }, text) : element("td", {})),
      ),
    ),
    element("tbody", {}, ...rows),
  );
}
