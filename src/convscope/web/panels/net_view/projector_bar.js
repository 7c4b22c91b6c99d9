/** What a room reads: which layer of how many, what it does, and the keys that lead on. */

/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { breakable, button, element } from "../../core/dom.js";
import { leaveProjector, moveSlide } from "./projector.js";
import { kindText, textsOf } from "../reader.js";

/**
 * Returns the title above the layers, and the keys below them.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, foot: HTMLElement, draw: () => void}}
 */
export function createProjectorBar(state) {
  const t = textsOf(state.get());
  const counter = element("span", { class: "slide-counter" });
  const title = element("span", { class: "slide-title" });
  const sentence = element("p", { class: "slide-sentence" });
  const previous = button("‹", () => moveSlide(state, -1), {
    "aria-label": t("projector.previous"),
    title: t("projector.previous"),
  });
  const next = button("›", () => moveSlide(state, 1), {
    "aria-label": t("projector.next"),
    title: t("projector.next"),
  });
  const leave = button(t("projector.leave"), () => leaveProjector(state));
  const root = element(
    "div",
    { class: "projector-bar", role: "status", tabindex: -1 },
    element("p", { class: "slide-head" }, title, " ", counter),
    sentence,
  );
  const foot = element(
    "div",
    { class: "projector-foot rows-foot" },
    previous,
    next,
    element("p", { class: "note" }, t("projector.hint")),
    leave,
  );

  function draw() {
    const { projector, slide, model } = state.get();
    root.hidden = !projector;
    foot.hidden = !projector;
    if (!projector) return;
    const { steps } = model.architecture;
    const layer = steps[slide - 1]?.layer;
    counter.textContent = layer
      ? t("projector.counter", { number: slide, count: steps.length })
      : "";
    title.textContent = layer ? breakable(layer.name) : t("layers.title");
    sentence.textContent = layer ? kindText(t, layer.kind) : t("projector.whole");
    previous.disabled = slide === 0;
    next.disabled = slide === steps.length;
  }

  return { root, foot, draw };
}
