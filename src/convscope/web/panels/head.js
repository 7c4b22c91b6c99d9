/** The header: what this is, where the reader is, and the language. */

/** @import { Language, Translate } from "../core/texts.js" */
import { element, listen } from "../core/dom.js";
import { LANGUAGES } from "../core/texts.js";

/**
 * @typedef {object} Head
 * @property {HTMLElement} root
 * @property {HTMLElement} about the line of facts, to be filled
 * @property {HTMLSelectElement} languages
 */

/**
 * Returns a header.
 *
 * @param {Translate} t
 * @param {Language} language that the screen is in
 * @param {(language: string) => void} choose called with another language
 * @param {readonly HTMLElement[]} [links] to other screens
 * @returns {Head}
 */
export function createHead(t, language, choose, links = []) {
  const about = element("p", { class: "note" });
  const languages = element(
    "select",
    { "aria-label": t("page.language") },
    ...Object.entries(LANGUAGES).map(([code, { name }]) =>
      element("option", { value: code, lang: code, selected: code === language }, name)
    ),
  );
  listen(languages, "change", () => choose(languages.value));
  const root = element("header", { class: "head" }, element("h1", {}, "convscope"));
  if (links.length > 1) {
    root.append(
      element("nav", { class: "screen-links", "aria-label": t("page.screens") }, ...links),
    );
  }
  root.append(about, languages);
  return { root, about, languages };
}
