/** The list of all lessons, with what the reader has done of each. */

/** @import { Language } from "../core/texts.js" */
/** @import { Lesson } from "./lesson.js" */
/** @import { Progress } from "./progress.js" */
import { button, element } from "../core/dom.js";
import { writeHandIn } from "./hand_in.js";
import { lessonTextsIn } from "./texts.js";

/**
 * Returns the list.
 *
 * @param {readonly Lesson[]} lessons
 * @param {Language} language
 * @param {Progress} progress
 * @param {(lesson: Lesson) => HTMLElement} linkTo
 * @param {(change: (typed: string) => void) => HTMLElement} searchWith returns the search field; it
 *   is told what to call with what is typed
 * @returns {HTMLElement}
 */
export function createList(lessons, language, progress, linkTo, searchWith) {
  const t = lessonTextsIn(language);
  const done = lessons.map((lesson) => {
    const puzzles = lesson.parts.flatMap((part) => part.kind === "puzzle" ? [part.name] : []);
    const solved = puzzles.filter((puzzle) => progress.solved(lesson.name, puzzle));
    return { lesson, all: puzzles.length, solved: solved.length };
  });
  const points = done.map(({ lesson, all, solved }) => {
    return element(
      "li",
      {},
      element("p", { class: "kind" }, t("lessons.number", { number: lesson.number })),
      element("h2", {}, linkTo(lesson)),
      element("p", {}, lesson.idea),
      element(
        "p",
        { class: "note" },
        t("lessons.minutes", { minutes: lesson.minutes }),
        " · ",
        t("lessons.puzzlesSolved", { solved, all }),
      ),
    );
  });
  const list = element("ol", { class: "all" }, ...points);

  /** Returns how far the reader is, once there is something to tell. */
  function wayOn() {
    const sum = (/** @type {"solved" | "all"} */ of) =>
      done.reduce((total, each) => total + each[of], 0);
    if (!sum("solved")) return [];
    const next = done.find(({ solved, all }) => solved < all);
    const told = t("lessons.progress", { solved: sum("solved"), all: sum("all") });
    return [
      element(
        "p",
        { class: "progress" },
        told,
        ...next ? [" ", t("lessons.goOn"), " ", linkTo(next.lesson)] : [],
      ),
    ];
  }

  return element(
    "div",
    { class: "lesson-list" },
    element("p", { class: "idea" }, t("lessons.about")),
    ...wayOn(),
    searchWith((typed) => list.hidden = typed.trim() !== ""),
    list,
    element(
      "div",
      { class: "tools hand-in" },
      button(t("lessons.handIn"), () => save(writeHandIn(progress.all()))),
      element("span", { class: "note" }, t("lessons.handInNote")),
    ),
  );
}

/** Lets the browser save a file. @param {{name: string, text: string}} file */
function save({ name, text }) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}
