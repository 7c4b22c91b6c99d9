/** Buttons that take steps, and one that begins again. */

/** @import { TextKey, Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";

/** What the buttons take, and how many of it each. */
const USUAL = { label: /** @type {TextKey} */ ("figure.steps"), strides: [1, 10, 100] };

/**
 * Returns the buttons.
 *
 * @param {Translate} t
 * @param {number} most steps in all
 * @param {() => number} read how many have been taken
 * @param {(numSteps: number) => void} change
 * @param {{label: TextKey, strides: number[]}} [what]
 * @returns {{root: HTMLElement, show: (canGoOn: boolean) => void}} `show` after every change
 */
export function createStepper(t, most, read, change, { label, strides } = USUAL) {
  const forwards = strides.map((count) =>
    button(t(label, { count }), () => change(Math.min(read() + count, most)))
  );
  const again = button(t("figure.again"), () => change(0));
  return {
    root: element("div", { class: "tools" }, ...forwards, again),
    show(canGoOn) {
      for (const each of forwards) each.disabled = !canGoOn || read() >= most;
    },
  };
}
