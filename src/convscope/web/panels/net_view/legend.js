/** What the colours of the maps stand for. */

/** @import { DrawStore } from "../draw_state.js" */
import { element, listen } from "../../core/dom.js";
import { textsOf } from "../reader.js";
import { createBar } from "../scale.js";

/**
 * Returns the legend, and the switch for eyes and screens that see no colour.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createLegend(state) {
  const t = textsOf(state.get());
  const bar = createBar();
  const plain = element("input", { type: "checkbox" });
  listen(plain, "change", () => state.set({ plain: plain.checked }));
  return {
    root: element(
      "div",
      { class: "legend" },
      element(
        "p",
        { class: "note", role: "img", "aria-label": t("legend.text") },
        bar.root,
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
      plain.checked = state.get().plain;
      bar.draw(state.get(), true);
    },
  };
}
