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

/** The order in which a text has its forms: those of these that its language tells apart. */
const PLURALS = /** @type {const} */ (["zero", "one", "two", "few", "many", "other"]);

/**
 * Returns what looks the texts of every page up.
 *
 * @param {Language} language
 * @returns {Translate}
 */
export function textsIn(language) {
  return translate(LANGUAGES[language].texts, language);
}

/**
 * Returns what looks texts of a table up; `{name}` in a text is replaced by the value of that name,
 * and `{name:map|maps}` by the form that its number asks for, in the order of `PLURALS`. Whole
 * numbers are written as the language writes them.
 *
 * @template {string} Key
 * @param {Readonly<Record<Key, string>>} texts
 * @param {Language} language
 * @returns {(key: Key, values?: Record<string, string | number>) => string}
 */
export function translate(texts, language) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const told = new Set(rules.resolvedOptions().pluralCategories);
  const categories = PLURALS.filter((category) => told.has(category));

  /** @param {string} forms @param {string | number | undefined} value @returns {string} */
  function formFor(forms, value) {
    const each = forms.split("|");
    const at = categories.indexOf(/** @type {any} */ (rules.select(Number(value))));
    return each[Math.min(at, each.length - 1)];
  }

  /** @param {string | number} value @returns {string} */
  const write = (value) => Number.isInteger(value) ? numbers.format(Number(value)) : String(value);
  return (key, values = {}) =>
    texts[key]
      .replace(/\{(\w+):([^}]*)\}/g, (_, name, forms) => formFor(forms, values[name]))
      .replace(/\{(\w+)\}/g, (_, name) => write(values[name] ?? `{${name}}`));
}
