/** A gradient in plain words: what to make larger or smaller, and what that would do. */

/** @import { GradientExplanation, InputShare } from "../../net/gradient_inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { multiply, roundedLine } from "../../core/consistent_rounding.js";
import { inParentheses } from "../../core/number_text.js";
import { isNeuron, jumpButton, placeText } from "./jump.js";
import { aimText } from "./pass_switch.js";
import { textsOf } from "../reader.js";

/** How much larger something is made in the sentences. */
const STEP = 0.1;

/**
 * Returns a sentence for the neuron, for the weight that matters most, and for the value that comes
 * in and matters most.
 *
 * @param {DrawStore} state
 * @param {GradientExplanation} gradient
 * @param {string} before the layer that the inputs come from
 * @returns {HTMLElement}
 */
export function gradientWords(state, gradient, before) {
  const t = textsOf(state.get());
  const target = aimText(state.get());
  const sentence = (
    /** @type {"neuron" | "weight" | "input"} */ what,
    /** @type {number} */ slope,
    /** @type {string} */ place,
  ) => {
    if (slope === 0) return t(`words.${what}Nothing`, { target });
    return t(`words.${what}${slope > 0 ? "Rises" : "Falls"}`, {
      target,
      place,
      step: STEP,
      change: changeText(slope),
    });
  };
  const lines = [sentence("neuron", gradient.pre_activation_gradient, "")];
  const real = gradient.inputs.filter((input) => !input.is_padding);
  const placeOf = (/** @type {InputShare} */ input) => {
    const layer = gradient.input_layers?.[gradient.inputs.indexOf(input)] ?? before;
    return { layer, position: input.position };
  };
  const weighed = real.filter(({ weight_gradient: slope }) => slope !== null);
  if (weighed.length) {
    const most = largest(weighed, (input) => input.weight_gradient ?? 0);
    lines.push(sentence("weight", most.weight_gradient ?? 0, placeText(t, placeOf(most))));
  }
  const items = lines.map((line) => element("li", {}, line));
  if (real.length) {
    const most = largest(real, (input) => input.input_gradient);
    const source = placeOf(most);
    const place = placeText(t, source);
    const item = element("li", {}, sentence("input", most.input_gradient, place));
    if (isNeuron(state, source)) item.append(" ", jumpButton(state, source, t("words.there")));
    items.push(item);
  }
  return element("ul", { class: "gradient-words" }, ...items);
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => number} size
 * @returns {Item}
 */
function largest(items, size) {
  return items.reduce((best, item) => Math.abs(size(item)) > Math.abs(size(best)) ? item : best);
}

/** @param {number} slope @returns {string} such as `0.1 × 0.34 = 0.034` */
function changeText(slope) {
  const { operands: [step, by], result } = roundedLine(
    [STEP, Math.abs(slope)],
    multiply,
    STEP * Math.abs(slope),
  );
  return `${step} × ${inParentheses(by)} = ${result}`;
}
