/** What the colours of the maps stand for. */

/** @import { DrawStore } from "./draw_state.js" */
import { element, listen } from "../core/dom.js";
import { contextOf, createBuffer, palettesOf } from "./canvas.js";
import { textsOf } from "./reader.js";

/**
 * Returns the legend, and the switch for eyes and screens that see no colour.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createLegend(state) {
  const t = textsOf(state.get());
  const bar = element("canvas", { height: 1, "aria-hidden": true });
  const plain = element("input", { type: "checkbox" });
  const buffer = createBuffer();
  listen(plain, "change", () => state.set({ plain: plain.checked }));
  let shown = /** @type {Uint32Array | null} */ (null);
  return {
    root: element(
      "div",
      { class: "legend" },
      element(
        "p",
        { class: "note", role: "img", "aria-label": t("legend.text") },
        bar,
        element(
          "span",
          { class: "ends" },
          element("span", {}, t("legend.negative")),
          element("span", {}, "0"),
          element("span", {}, t("legend.positive")),
        ),
      ),
      element("label", { class: "switch" }, plain, element("span", {}, t("legend.plain"))),
    ),
    draw() {
      const { signed } = palettesOf(state.get());
      plain.checked = state.get().plain;
      if (signed === shown) return;
      shown = signed;
      bar.width = signed.length;
      contextOf(bar).drawImage(buffer.show(signed, signed.length), 0, 0);
    },
  };
}
