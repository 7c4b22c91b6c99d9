/** Forwards or backwards: whether an opened neuron shows its value or its gradient, and whose. */

/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { element, listen } from "../../core/dom.js";
import { className } from "../draw_state.js";
import { textsOf } from "../reader.js";

/**
 * Returns whose gradient is shown, in words.
 *
 * @param {Readonly<DrawState>} state
 * @returns {string}
 */
export function aimText(state) {
  const t = textsOf(state);
  const { aim, judged, model } = state;
  const [target, index] = aim.split(" ");
  if (target !== "loss" && target !== "score") {
    return t("aim.verdict", { name: judged ? className(model, judged.ranking[0]) : "" });
  }
  return t(`aim.${target}`, { name: className(model, Number(index)) });
}

/** Counts switches: two nets beside each other have a choice each. */
let numSwitches = 0;

/**
 * Returns the switch and what it chooses.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, show: () => void}}
 */
export function createPassSwitch(state) {
  const t = textsOf(state.get());
  const { model } = state.get();
  const name = `pass-${++numSwitches}`;
  const forward = element("input", { type: "radio", name, value: "forward" });
  const backward = element("input", { type: "radio", name, value: "backward" });
  const verdict = element("option", { value: "" });
  const numClasses = model.classNames.length || model.architecture.outputShape[0];
  const options = (/** @type {"score" | "loss"} */ target) =>
    Array.from({ length: numClasses }, (_, index) =>
      element(
        "option",
        { value: `${target} ${index}` },
        t(`aim.${target}`, { name: className(model, index) }),
      ));
  const aim = element(
    "select",
    { "aria-label": t("aim.label") },
    verdict,
    ...options("loss"),
    ...(model.architecture.outputShape[0] > 1 ? options("score") : []),
  );
  const whose = element("label", { class: "aim" }, element("span", {}, t("aim.label")), aim);
  const root = element(
    "div",
    { class: "passes" },
    element(
      "div",
      { class: "segments", role: "radiogroup", "aria-label": t("pass.label") },
      element("label", {}, forward, element("span", {}, t("pass.forward"))),
      element("label", {}, backward, element("span", {}, t("pass.backward"))),
    ),
    whose,
  );
  for (const choice of [forward, backward]) {
    listen(choice, "change", () => state.set({ pass: choice.value }));
  }
  listen(aim, "change", () => state.set({ aim: aim.value }));

  return {
    root,
    show() {
      const { pass, aim: chosen } = state.get();
      forward.checked = pass !== "backward";
      backward.checked = pass === "backward";
      whose.hidden = pass !== "backward";
      verdict.textContent = aimText({ ...state.get(), aim: "" });
      aim.value = chosen;
    },
  };
}
