/** The gradient of one pixel, as the terms that add up to it. */

/** @import { DrawStore, SupposedOutcome } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { className } from "../draw_state.js";
import { jumpButton } from "./jump.js";
import { axesText } from "./position_text.js";
import { NUM_LISTED, productTable } from "./product_table.js";
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
  const sorted = [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const listed = sorted.slice(0, NUM_LISTED);
  const others = sorted.slice(NUM_LISTED);
  const first = model.architecture.steps.find(({ inputs }) => inputs.includes(-1));
  const layer = first?.layer.name ?? "";
  return [
    element("p", {}, words),
    productTable({
      caption: t("pixel.terms", { layer }),
      head: [
        axesText(t, terms[0].position),
        t("neuron.weight"),
        t("gradient.there"),
        t("neuron.product"),
      ],
      rows: listed.map(({ position, weight, gradient, product }) => ({
        place: jumpButton(state, { layer, position }, position.join(", ")),
        left: weight,
        right: gradient,
        product,
      })),
      rest: others.length
        ? {
          label: t("neuron.rest", { number: others.length }),
          value: others.reduce((all, { product }) => all + product, 0),
        }
        : null,
      total: { label: t("pixel.sum"), value: sum },
    }),
  ];
}
