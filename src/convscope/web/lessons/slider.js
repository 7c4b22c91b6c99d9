/** A number that is set by dragging, or with the arrow keys. */

import { element, listen } from "../core/dom.js";
import { toText } from "../core/number_text.js";

/**
 * @typedef {object} Slider
 * @property {HTMLElement} root
 * @property {(value: number, text?: string) => void} show `text` is what is said instead of the
 *   number
 * @property {() => void} stop its clean-up
 */

/**
 * Returns a slider with its number behind it.
 *
 * @param {string} label
 * @param {{min: number, max: number, step?: number}} range
 * @param {(value: number) => void} change
 * @returns {Slider}
 */
export function createSlider(label, range, change) {
  const input = element("input", { type: "range", "aria-label": label, ...range });
  const shown = element("output", {});
  const root = element("label", { class: "slider" }, element("span", {}, label), input, shown);
  return {
    root,
    show(value, text = toText(value)) {
      input.value = String(value);
      shown.textContent = text;
      input.setAttribute("aria-valuetext", text);
    },
    stop: listen(input, "input", () => change(input.valueAsNumber)),
  };
}
