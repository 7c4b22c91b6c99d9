/** What the page says, in the reader's language. */

import { ENGLISH } from "./texts_en.js";
import { JAPANESE } from "./texts_ja.js";

/** @typedef {keyof typeof ENGLISH} TextKey */
/** @typedef {Readonly<Record<TextKey, string>>} Texts */
/** @typedef {(key: TextKey, values?: Record<string, string | number>) => string} Translate */

/** Languages by their code, with their own names. */
export const LANGUAGES = {
  en: { name: "English", texts: ENGLISH },
  ja: { name: "日本語", texts: JAPANESE },
};

/** @typedef {keyof typeof LANGUAGES} Language */

/**
 * Returns the language that was chosen, else the first one that the reader prefers and that we
 * have, else English.
 *
 * @param {string} chosen a code, or anything else for no choice
 * @param {readonly string[]} preferred such as `navigator.languages`
 * @returns {Language}
 */
export function languageFor(chosen, preferred) {
  const codes = [chosen, ...preferred].map((tag) => tag.toLowerCase().split("-")[0]);
  return /** @type {Language} */ (codes.find((code) => Object.hasOwn(LANGUAGES, code)) ?? "en");
}

/**
 * Returns what looks texts up; `{name}` in a text is replaced by the value of that name, and
 * `{name:map|maps}` by the first word where that value is 1, else by the second.
 *
 * @param {Language} language
 * @returns {Translate}
 */
export function textsIn(language) {
  const { texts } = LANGUAGES[language];
  return (key, values = {}) =>
    texts[key]
      .replace(
        /\{(\w+):([^|}]*)\|([^}]*)\}/g,
        (_, name, one, more) => String(values[name]) === "1" ? one : more,
      )
      .replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? `{${name}}`));
}
