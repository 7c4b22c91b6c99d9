/** Which other class the verdict is compared with. */

/** @import { DrawStore } from "../../draw_state.js" */
import { element, listen } from "../../../core/dom.js";
import { className } from "../../draw_state.js";
import { comparedClasses } from "../../output_layer.js";
import { textsOf } from "../../reader.js";

/**
 * Returns the choice.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createRivalChoice(state) {
  const t = textsOf(state.get());
  const select = element("select", { "aria-label": t("rival.label") });
  let shown = "";
  listen(select, "change", () => state.set({ rival: Number(select.value) }));
  return {
    root: element("label", { class: "aim" }, element("span", {}, t("rival.label")), select),
    draw() {
      const { model, judged } = state.get();
      const { verdict, rival } = comparedClasses(state.get());
      const others = (judged?.ranking ?? []).filter((index) => index !== verdict).sort((a, b) =>
        a - b
      );
      const wanted = others.join();
      if (wanted !== shown) {
        shown = wanted;
        select.replaceChildren(
          ...others.map((index) => element("option", { value: index }, className(model, index))),
        );
      }
      select.value = String(rival);
    },
  };
}
