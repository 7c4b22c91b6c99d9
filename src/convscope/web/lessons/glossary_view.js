/** The glossary: every word of the course with its meaning, under the lesson that introduces it. */

/** @import { Language } from "../core/texts.js" */
/** @import { Lesson } from "./lesson.js" */
/** @import { Term } from "./glossary.js" */
import { element } from "../core/dom.js";
import { otherLanguage } from "./glossary.js";
import { lessonTextsIn } from "./texts.js";

/**
 * Returns the glossary.
 *
 * @param {readonly Term[]} terms in the order of the course
 * @param {Language} language
 * @param {(lesson: Lesson) => HTMLElement} linkTo
 * @returns {{root: HTMLElement, entries: Map<string, HTMLElement>}} with the entry of each key
 */
export function createGlossary(terms, language, linkTo) {
  const t = lessonTextsIn(language);
  /** @type {Map<string, HTMLElement>} */
  const entries = new Map();
  const sections = [...new Set(terms.map(({ lesson }) => lesson))].map((lesson) =>
    element(
      "section",
      {},
      element("p", { class: "kind" }, t("lessons.number", { number: lesson.number })),
      element("h2", {}, linkTo(lesson)),
      element(
        "dl",
        {},
        ...terms.filter((term) => term.lesson === lesson).flatMap(
          ({ key, word, meaning, other }) => {
            const entry = element("dt", { tabindex: -1 }, word);
            if (other !== word) {
              entry.append(
                " ",
                element("span", { class: "other-word", lang: otherLanguage(language) }, other),
              );
            }
            entries.set(key, entry);
            return [entry, element("dd", {}, meaning)];
          },
        ),
      ),
    )
  );
  const about = t("glossary.about", { number: terms.length });
  const root = element(
    "div",
    { class: "glossary" },
    element("p", { class: "idea" }, about),
    ...sections,
  );
  return { root, entries };
}
