/** Errors in the reader's language: the net speaks English, whoever reads it may not. */

/** @import { ErrorParts } from "./errors.js" */
/** @import { Language } from "./texts.js" */
import { ERRORS_JA } from "./errors_ja.js";

/**
 * What a sentence looks like, and how it is said: the most exact ones first.
 *
 * @type {Record<Language, [RegExp, string][]>}
 */
const TABLES = { en: [], ja: patternsOf(ERRORS_JA) };

/**
 * Adds the sentences of a part of the page that others do without, such as those of its server.
 *
 * @param {Record<string, string>} table from English to Japanese, as in `ERRORS_JA`
 */
export function learnJapaneseErrors(table) {
  TABLES.ja = patternsOf({ ...ERRORS_JA, ...table });
}

/**
 * Returns an error's sentences in a language; what is in no table stays as it is.
 *
 * @param {ErrorParts} parts
 * @param {Language} language
 * @returns {ErrorParts}
 */
export function translateError(parts, language) {
  const [error, expected, fix] = [parts.error, parts.expected, parts.fix]
    .map((text) => translate(text, TABLES[language]));
  return { error, expected, fix };
}

/**
 * @param {string} text
 * @param {[RegExp, string][]} patterns
 * @returns {string}
 */
function translate(text, patterns) {
  for (const [expression, translation] of patterns) {
    const found = text.match(expression);
    if (!found) continue;
    const values = found.slice(1).map((value) => translate(value, patterns));
    return translation.replace(/\{(\d)\}/g, (_, index) => values[Number(index)]);
  }
  return text;
}

/**
 * @param {Record<string, string>} table from sentences with `{}` for what varies to sentences with
 *   `{0}`, `{1}`, … in its place
 * @returns {[RegExp, string][]}
 */
function patternsOf(table) {
  const fixed = (/** @type {string} */ sentence) => sentence.replaceAll("{}", "").length;
  return Object.entries(table)
    .sort(([a], [b]) => fixed(b) - fixed(a))
    .map(([sentence, translation]) => {
      const parts = sentence.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return [new RegExp(`^${parts.join("([^]+?)")}$`), translation];
    });
}
