/** The words that the course defines, made of what each lesson says that it introduces. */

/** @import { Language } from "../core/texts.js" */
/** @import { Lesson } from "./lesson.js" */

/**
 * A word of the field. Both languages list the words of a lesson in the same order, which is how a
 * word finds its counterpart.
 *
 * @typedef {object} Term
 * @property {string} key names it in addresses, whatever the language: the word in English
 * @property {string} word
 * @property {string} meaning
 * @property {string} other the word in the other language
 * @property {Lesson} lesson that introduces it
 */

/**
 * Returns the code of the language that words are translated into.
 *
 * @param {Language} language
 * @returns {Language}
 */
export function otherLanguage(language) {
  return language === "en" ? "ja" : "en";
}

/**
 * Returns all words in the order of the course.
 *
 * @param {Record<Language, readonly Lesson[]>} lessons
 * @param {Language} language
 * @returns {Term[]}
 */
export function termsOf(lessons, language) {
  return lessons[language].flatMap((lesson, at) => {
    const keys = Object.keys(lessons.en[at].terms);
    const others = Object.keys(lessons[otherLanguage(language)][at].terms);
    return Object.entries(lesson.terms).map(([word, meaning], index) => (
      { key: keys[index], word, meaning, other: others[index], lesson }
    ));
  });
}
