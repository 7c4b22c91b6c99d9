/** A Python program to be taken along. */

/** @import { Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";

/**
 * Returns a program with a button that copies it.
 *
 * @param {string} code
 * @param {Translate} t
 * @returns {HTMLElement}
 */
export function createCell(code, t) {
  const program = element("code", {}, code);
  const said = element("span", { class: "note", role: "status" });
  const copy = button(t("lessons.copy"), async () => {
    try {
      await navigator.clipboard.writeText(code);
      said.textContent = t("lessons.copied");
    } catch {
      getSelection()?.selectAllChildren(program); // A page from a disk may not write there.
      said.textContent = t("lessons.selected");
    }
  });
  return element(
    "section",
    { class: "cell", "aria-label": t("lessons.cell") },
    element("pre", { tabindex: 0 }, program),
    element("div", { class: "tools" }, copy, said),
  );
}
