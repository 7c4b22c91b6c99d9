/** One lesson: its parts in order; what follows a bet is shown when the bet is made. */

/** @import { Language } from "../core/texts.js" */
/** @import { Lesson, Part } from "./lesson.js" */
/** @import { Around } from "./part_view.js" */
import { element } from "../core/dom.js";
import { createParts } from "./part_view.js";
import { lessonTextsIn } from "./texts.js";

/**
 * Returns the `id` of a part where a page shows one lesson.
 *
 * @param {number} index of the part
 * @returns {string}
 */
export function idOfPart(index) {
  return `part-${index}`;
}

/**
 * Shows a lesson.
 *
 * @param {HTMLElement} root
 * @param {Lesson} lesson
 * @param {Language} language
 * @param {Around} around
 * @returns {() => void} its clean-up
 */
export function mountLesson(root, lesson, language, around) {
  const t = lessonTextsIn(language);
  const parts = createParts(lesson, t, around, () => {
    own.querySelector(".waiting")?.remove();
    goOn();
  });
  const own = element("article", { class: "lesson" });
  own.append(
    element("p", { class: "kind" }, t("lessons.number", { number: lesson.number })),
    element("h2", { class: "lesson-title" }, lesson.title),
    element("p", { class: "idea" }, lesson.idea),
    element("p", { class: "note" }, t("lessons.minutes", { minutes: lesson.minutes })),
  );
  root.append(own);
  /** What waits for a bet is no part of the page until then. @type {Part[]} */
  let rest = [...lesson.parts];

  function goOn() {
    while (rest.length) {
      const [part] = rest;
      rest = rest.slice(1);
      const shown = parts.shown(part);
      shown.id = idOfPart(lesson.parts.length - rest.length - 1);
      own.append(shown);
      if (part.kind === "bet" && !around.progress.belief(lesson.name, part.name)) {
        own.append(element("p", { class: "note waiting" }, t("lessons.waiting")));
        return;
      }
    }
    own.append(terms());
  }

  function terms() {
    const { glossary } = around;
    /** @param {string} word */
    const shown = (word) => {
      const term = glossary?.terms.find((each) => each.lesson === lesson && each.word === word);
      return term && glossary ? glossary.linkTo(term, word) : word;
    };
    return element(
      "section",
      { class: "terms" },
      element("h2", {}, t("lessons.terms")),
      element(
        "dl",
        {},
        ...Object.entries(lesson.terms).flatMap(([word, meaning]) => [
          element("dt", {}, shown(word)),
          element("dd", {}, meaning),
        ]),
      ),
    );
  }

  goOn();
  return () => {
    parts.close();
    own.remove();
  };
}
