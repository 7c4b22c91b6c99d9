/** The texts and number formats of the reader's language. */

/** @import { TextKey, Translate } from "../core/texts.js" */
import { languageFor, textsIn } from "../core/texts.js";

/** @typedef {{readonly language: string}} Spoken state with the chosen code, empty for the reader's own */

/**
 * Returns the language that the screen is in.
 *
 * @param {Spoken} state
 * @returns {import("../core/texts.js").Language}
 */
export function languageOf({ language }) {
  return languageFor(language, navigator.languages);
}

/**
 * Returns what looks the screen's texts up.
 *
 * @param {Spoken} state
 * @returns {Translate}
 */
export function textsOf(state) {
  return textsIn(languageOf(state));
}

/**
 * Returns what a kind of layer does, in one plain sentence.
 *
 * @param {Translate} t
 * @param {string} kind
 * @returns {string}
 */
export function kindText(t, kind) {
  return t(/** @type {TextKey} */ (`kind.${kind}`));
}

/**
 * Returns a share as a percentage that never claims certainty by rounding.
 *
 * @param {number} share 0–1
 * @returns {string} such as `99.8 %`, `> 99.9 %`, `< 0.1 %`
 */
export function percentText(share) {
  if (share > 0.999) return "> 99.9\u00a0%";
  if (share < 0.001) return "< 0.1\u00a0%";
  return `${(100 * share).toFixed(1)}\u00a0%`;
}
