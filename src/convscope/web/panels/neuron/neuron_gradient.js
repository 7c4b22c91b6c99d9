/** An opened neuron backwards: how the score or the loss changes with it, and with its weights. */

/** @import { TextKey, Translate } from "../../core/texts.js" */
/** @import { GradientExplanation, InputShare } from "../../net/gradient_inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { inParentheses, NUM_DIGITS, toText } from "../../core/number_text.js";
import { multiply, roundedLine } from "../../core/consistent_rounding.js";
import { ENGLISH } from "../../core/texts_en.js";
import { gradientTable } from "./gradient_table.js";
import { gradientWords } from "./gradient_words.js";
import { layerButton } from "./jump.js";
import { equation } from "./neuron_calculation.js";
import { axesText } from "./position_text.js";
import { NUM_LISTED } from "./product_table.js";
import { aimText } from "./pass_switch.js";
import { textsOf } from "../reader.js";

/**
 * Returns the gradient of a neuron as elements.
 *
 * @param {DrawStore} state
 * @param {GradientExplanation} gradient
 * @param {string} before the layer that its inputs come from
 * @returns {HTMLElement[]}
 */
export function gradientCalculation(state, gradient, before) {
  const t = textsOf(state.get());
  return [
    element(
      "p",
      { class: "note gradient" },
      t("gradient.meaning", {
        target: aimText(state.get()),
        gradient: toText(gradient.pre_activation_gradient),
      }),
    ),
    gradientWords(state, gradient, before),
    ...fedNeurons(state, gradient),
    equation(ownLines(state, gradient)),
    ...shares(state, gradient, before),
  ];
}

/**
 * What the neuron acts on, and how: weight × gradient there.
 *
 * @param {DrawStore} state
 * @param {GradientExplanation} gradient
 * @returns {HTMLElement[]}
 */
function fedNeurons(
  state,
  {
    terms,
    softmax_terms: shares,
    next_layer: layer,
    next_layers: layers = [],
    activation_gradient: sum,
    pre_activation_gradient: own,
  },
) {
  const t = textsOf(state.get());
  const heads = [t("neuron.weight"), t("gradient.there"), t("neuron.product")];
  const tables = [];
  if (layer && terms.length) {
    const caption = t("gradient.fed", { layer: [...new Set([layer, ...layers])].join(", ") });
    const total = t("gradient.sum");
    tables.push(gradientTable(state, caption, heads, terms, total, sum ?? 0, layer, layers));
  }
  if (shares.length) {
    const caption = t("gradient.softmax");
    tables.push(gradientTable(state, caption, heads, shares, t("gradient.before"), own));
  }
  return tables;
}

/**
 * From the gradient of the neuron's value to the one before its activation.
 *
 * @param {DrawStore} state
 * @param {GradientExplanation} gradient
 * @returns {[string, string][]}
 */
function ownLines(state, gradient) {
  const t = textsOf(state.get());
  const { activation_gradient: sum, slope, pre_activation_gradient: own, origin, terms } = gradient;
  /** @type {[string, string][]} */
  const lines = [];
  if (origin) {
    const key = `origin.${origin}`;
    const words = Object.hasOwn(ENGLISH, key) ? t(/** @type {TextKey} */ (key)) : origin;
    return [[t("gradient.origin"), `${words} = ${toText(own)}`]];
  }
  if (sum !== null && terms.length === 0) lines.push([t("gradient.sum"), toText(sum)]);
  if (slope !== null && sum !== null && gradient.activation_function !== "linear") {
    const { operands: [a, b], result } = roundedLine([sum, slope], multiply, own);
    lines.push([
      t("gradient.slope", { name: gradient.activation_function }),
      `${a} × ${inParentheses(b)} = ${result}`,
    ]);
  }
  lines.push([t("gradient.before"), toText(own)]);
  return lines;
}

/** @param {Translate} t @param {string} name @returns {string} such as `bias` */
function tensorName(t, name) {
  const key = `tensor.${name}`;
  return Object.hasOwn(ENGLISH, key) ? t(/** @type {TextKey} */ (key)) : name;
}

/**
 * What the gradient means for the weights, or, where nothing is learned, for what comes in.
 *
 * @param {DrawStore} state
 * @param {GradientExplanation} gradient
 * @param {string} before the layer that the inputs come from
 * @returns {HTMLElement[]}
 */
function shares(state, gradient, before) {
  const { inputs, input_layers: layers, tensors, pre_activation_gradient: own } = gradient;
  const t = textsOf(state.get());
  const real = inputs.filter((input) => !input.is_padding);
  if (real.length === 0) return [];
  const hasWeights = real[0].weight_share !== null;
  const shareOf = (/** @type {InputShare} */ { weight_share: share, input_share: other }) =>
    hasWeights ? share ?? 0 : other;
  const listed = [...real].sort((a, b) => Math.abs(shareOf(b)) - Math.abs(shareOf(a)))
    .slice(0, NUM_LISTED);
  const rows = listed.map((input) => {
    const left = hasWeights ? input.input : input.weight;
    const line = roundedLine([left, own], multiply, shareOf(input), NUM_DIGITS);
    const whole = hasWeights ? input.weight_gradient ?? 0 : input.input_gradient;
    const cells = [
      layerButton(state, layers?.[inputs.indexOf(input)], before, input.position),
      `${line.operands[0]} × ${inParentheses(line.operands[1])}`,
      `= ${line.result}`,
      toText(whole),
    ];
    return element("tr", {}, ...cells.map((text) => element("td", {}, text)));
  });
  const others = real.length - listed.length;
  if (others) {
    rows.push(element(
      "tr",
      { class: "rest" },
      element("td", { colspan: 4 }, t("gradient.moreShares", { number: others })),
    ));
  }
  for (const { name, share, gradient } of tensors) {
    rows.push(element(
      "tr",
      {},
      ...[tensorName(t, name), "", toText(share), toText(gradient)].map((text) =>
        element("td", {}, text)
      ),
    ));
  }
  const heads = [
    axesText(t, real[0].position),
    t(hasWeights ? "gradient.weightProduct" : "gradient.inputProduct"),
    t("gradient.share"),
    t(hasWeights ? "gradient.wholeWeight" : "gradient.wholeInput"),
  ];
  return [element(
    "table",
    { class: "terms shares" },
    element("caption", {}, t(hasWeights ? "gradient.weights" : "gradient.inputs")),
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...rows),
  )];
}
