/** What the studio says, in the reader's language. */

/** @import { Language } from "../core/texts.js" */
import { translate } from "../core/texts.js";
import { STUDIO_ENGLISH } from "./texts_en.js";
import { STUDIO_JAPANESE } from "./texts_ja.js";

/** @typedef {keyof typeof STUDIO_ENGLISH} TextKey */
/** @typedef {(key: TextKey, values?: Record<string, string | number>) => string} Translate */

const TEXTS = { en: STUDIO_ENGLISH, ja: STUDIO_JAPANESE };

/**
 * Returns what looks texts of the studio up.
 *
 * @param {Language} language
 * @returns {Translate}
 */
export function studioTextsIn(language) {
  return translate(TEXTS[language], language);
}

/**
 * Returns a share in percent with one decimal.
 *
 * @param {number} share 0–1
 * @returns {string}
 */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
