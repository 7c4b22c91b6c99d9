/** What the lessons' page says besides the lessons themselves, in the reader's language. */

/** @import { Language } from "../core/texts.js" */
/** @import { DESCENT_ENGLISH } from "./texts/descent_en.js" */
/** @import { DIGITS_ENGLISH } from "./texts/digits_en.js" */
/** @import { FILTERS_ENGLISH } from "./texts/filters_en.js" */
/** @import { JUDGING_ENGLISH } from "./texts/judging_en.js" */
/** @import { LAYERS_ENGLISH } from "./texts/layers_en.js" */
/** @import { LEARNING_ENGLISH } from "./texts/learning_en.js" */
/** @import { NEURONS_ENGLISH } from "./texts/neurons_en.js" */
/** @import { PHOTOGRAPHS_ENGLISH } from "./texts/photographs_en.js" */
import { translate } from "../core/texts.js";
import { PAGE_ENGLISH } from "./texts/page_en.js";
import { PAGE_JAPANESE } from "./texts/page_ja.js";
import { SHARED_ENGLISH } from "./texts/shared_en.js";
import { SHARED_JAPANESE } from "./texts/shared_ja.js";

/** @typedef {keyof typeof PAGE_ENGLISH | keyof typeof SHARED_ENGLISH} CommonKey */
/** @typedef {keyof typeof DESCENT_ENGLISH} DescentKey */
/** @typedef {keyof typeof NEURONS_ENGLISH} NeuronsKey */
/** @typedef {keyof typeof FILTERS_ENGLISH} FiltersKey */
/** @typedef {keyof typeof LAYERS_ENGLISH} LayersKey */
/** @typedef {keyof typeof LEARNING_ENGLISH} LearningKey */
/** @typedef {keyof typeof JUDGING_ENGLISH} JudgingKey */
/** @typedef {keyof typeof DIGITS_ENGLISH} DigitsKey */
/** @typedef {keyof typeof PHOTOGRAPHS_ENGLISH} PhotographsKey */
/** @typedef {CommonKey | DescentKey | NeuronsKey | FiltersKey | LayersKey | LearningKey | JudgingKey | DigitsKey | PhotographsKey} TextKey */
/** @typedef {(key: TextKey, values?: Record<string, string | number>) => string} Translate */

/** Texts by the code of their language; those of a theme are here once it is. */
export const LESSON_TEXTS = {
  en: /** @type {Record<TextKey, string>} */ ({ ...PAGE_ENGLISH, ...SHARED_ENGLISH }),
  ja: /** @type {Record<TextKey, string>} */ ({ ...PAGE_JAPANESE, ...SHARED_JAPANESE }),
};

/** @param {Record<Language, Readonly<Record<string, string>>>} texts of a theme that is here now */
export function addTexts({ en, ja }) {
  Object.assign(LESSON_TEXTS.en, en);
  Object.assign(LESSON_TEXTS.ja, ja);
}

/**
 * Returns what looks texts of the lessons' page up, as `textsIn` does those of every page.
 *
 * @param {Language} language
 * @returns {Translate}
 */
export function lessonTextsIn(language) {
  return translate(LESSON_TEXTS[language], language);
}
