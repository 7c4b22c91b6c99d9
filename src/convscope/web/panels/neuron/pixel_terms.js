/** The gradient of one pixel, as the terms that add up to it. */

/** @import { DrawStore, SupposedOutcome } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { className } from "../draw_state.js";
import { gradientTable } from "./gradient_table.js";
import { textsOf } from "../reader.js";

/**
 * Returns what a pixel does to the difference of two scores, in words and as a table.
 *
 * @param {DrawStore} state
 * @param {SupposedOutcome} outcome
 * @returns {HTMLElement[]}
 */
export function pixelTerms(state, { terms, supposition: { pixel, towards, against } }) {
  const { model } = state.get();
  const t = textsOf(state.get());
  if (!pixel || !terms.length) return [];
  const sum = terms.reduce((all, { product }) => all + product, 0);
  const words = t(sum === 0 ? "pixel.nothing" : sum > 0 ? "pixel.rises" : "pixel.falls", {
    row: pixel[0],
    column: pixel[1],
    name: className(model, against),
    other: className(model, towards),
    gradient: toText(Math.abs(sum)),
  });
  const first = model.architecture.steps.find(({ inputs }) => inputs.includes(-1));
  const layer = first?.layer.name ?? "";
  const heads = [t("neuron.weight"), t("gradient.there"), t("neuron.product")];
  const caption = t("pixel.terms", { layer });
  return [
    element("p", {}, words),
    gradientTable(state, caption, heads, terms, t("pixel.sum"), sum, layer),
  ];
}
