/** One part of a lesson: text, a bet, a figure, a puzzle or a program. */

/** @import { Translate } from "./texts.js" */
/** @import { Store } from "../core/state.js" */
/** @import { Figure, Lesson, Part } from "./lesson.js" */
/** @import { Term } from "./glossary.js" */
/** @import { Progress } from "./progress.js" */
import { element } from "../core/dom.js";
import { createBet } from "./bet_view.js";
import { createCell } from "./cell_view.js";
import { nodesOf } from "./lesson.js";
import { createPuzzle } from "./puzzle_view.js";
import { createTermLinks } from "./term_links.js";
import { figureNamed, puzzleNamed } from "./theme.js";

/**
 * What a lesson shares with the page.
 *
 * @typedef {object} Around
 * @property {Progress} progress
 * @property {(figure: string, options: Record<string, string>) => Store<any>} stateOf a figure's
 *   state; it begins with the options of the lesson
 * @property {Map<string, number>} seeds of the tasks that are shown, by puzzle
 * @property {Glossary} [glossary] where the page has one
 */

/**
 * What a lesson knows of the glossary.
 *
 * @typedef {object} Glossary
 * @property {readonly Term[]} terms of the whole course, in its order
 * @property {(term: Term, shown: string) => HTMLElement} linkTo
 */

/**
 * Returns what shows parts of a lesson.
 *
 * @param {Lesson} lesson
 * @param {Translate} t
 * @param {Around} around
 * @param {() => void} afterBet called when a bet has been made
 * @returns {{shown: (part: Part) => HTMLElement, close: () => void}}
 */
export function createParts(lesson, t, { progress, stateOf, seeds, glossary }, afterBet) {
  /** @type {(() => void)[]} */
  const cleanUps = [];
  const earlier = glossary?.terms.filter((term) => term.lesson.number < lesson.number) ?? [];
  const linked = glossary ? createTermLinks(earlier, glossary.linkTo) : nodesOf;

  /** @param {Part} part @returns {HTMLElement} */
  function shown(part) {
    switch (part.kind) {
      case "heading":
        return element("h2", {}, ...nodesOf(part.text));
      case "paragraph":
        return element("p", {}, ...linked(part.text));
      case "items":
        return element("ul", {}, ...part.items.map((item) => element("li", {}, ...linked(item))));
      case "cell":
        return createCell(part.code, t);
      case "bet":
        return createBet(part, t, progress.belief(lesson.name, part.name), (belief) => {
          progress.choose(lesson.name, part.name, belief);
          afterBet();
        });
      case "puzzle":
        return puzzle(part.name);
      case "figure":
        return figure(part);
    }
  }

  /** @param {string} name */
  function puzzle(name) {
    const seed = seeds.get(name) ?? Math.floor(Math.random() * 2 ** 31);
    seeds.set(name, seed);
    return createPuzzle(puzzleNamed(name), t, seed, progress.solved(lesson.name, name), {
      solve() {
        progress.solve(lesson.name, name);
        return progress.solved(lesson.name, name);
      },
      another: (next) => seeds.set(name, next),
    });
  }

  /** @param {Figure} part */
  function figure({ name, options, caption }) {
    const place = element("div", { class: "figure-place" });
    cleanUps.push(figureNamed(name).mount(place, stateOf(name, options), t));
    return element(
      "div",
      { class: "lesson-figure", role: "group", "aria-label": t("lessons.figure") },
      place,
      element("p", { class: "note" }, ...nodesOf(caption)),
    );
  }

  return { shown, close: () => cleanUps.forEach((cleanUp) => cleanUp()) };
}
