/** Terms of a gradient, weight × gradient there, as a table. */

/** @import { GradientTerm } from "../../net/gradient_inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { layerButton } from "./jump.js";
import { axesText } from "./position_text.js";
import { NUM_LISTED, productTable } from "./product_table.js";
import { textsOf } from "../reader.js";

/**
 * Returns the largest terms as a table, and what the others add up to.
 *
 * @param {DrawStore} state
 * @param {string} caption
 * @param {string[]} heads of the numbers
 * @param {GradientTerm[]} terms
 * @param {string} label of the total
 * @param {number} total
 * @param {string} [layer] that the positions belong to, where they are neurons
 * @param {readonly string[]} [layers] the layer of each term, where they belong to several
 * @returns {HTMLElement}
 */
export function gradientTable(state, caption, heads, terms, label, total, layer = "", layers = []) {
  const t = textsOf(state.get());
  const sorted = [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const listed = sorted.slice(0, NUM_LISTED);
  const others = sorted.slice(NUM_LISTED);
  return productTable({
    caption,
    head: [axesText(t, terms[0].position), ...heads],
    rows: listed.map((term) => ({
      place: layerButton(state, layers[terms.indexOf(term)], layer, term.position),
      left: term.weight,
      right: term.gradient,
      product: term.product,
    })),
    rest: others.length
      ? {
        label: t("neuron.rest", { number: others.length }),
        value: others.reduce((sum, { product }) => sum + product, 0),
      }
      : null,
    total: { label, value: total },
  });
}
