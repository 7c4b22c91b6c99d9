/** A lesson's bets and puzzles on paper, with the answers on a sheet of their own. */

/** @import { Translate } from "./texts.js" */
/** @import { Bet, Lesson } from "./lesson.js" */
import { button, element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { createRandom } from "../learning/random.js";
import { nodesOf, RIGHT } from "./lesson.js";
import { questionOf, tablesOf } from "./task_view.js";
import { puzzleNamed } from "./theme.js";

/** Letters in front of the choices of a bet. */
const LETTERS = "ABCDEFGH";

/**
 * Returns the worksheet of a lesson.
 *
 * @param {Lesson} lesson
 * @param {Translate} t
 * @param {{seed: number, tasks: number}} settings from which seed, and how many tasks of a puzzle
 * @returns {HTMLElement}
 */
export function createHandout(lesson, t, { seed, tasks }) {
  const bets = /** @type {Bet[]} */ (lesson.parts.filter(({ kind }) => kind === "bet"));
  const puzzles = lesson.parts.flatMap((part) => part.kind === "puzzle" ? [part.name] : [])
    .map((name) => {
      const puzzle = puzzleNamed(name);
      const made = Array.from({ length: tasks }, (_, i) => puzzle.make(createRandom([seed + i])));
      return { title: t(puzzle.title), made };
    });
  return element(
    "div",
    { class: "handout" },
    button(t("handout.print"), () => print(), { class: "primary" }),
    element(
      "section",
      { class: "sheet" },
      element("p", { class: "kind" }, t("lessons.number", { number: lesson.number })),
      element("h2", {}, lesson.title),
      element("p", { class: "blanks" }, t("handout.name"), line(), t("handout.date"), line()),
      ...bets.map((bet) =>
        element(
          "div",
          { class: "task" },
          element("h3", {}, t("lessons.bet")),
          element("p", {}, ...nodesOf(bet.question)),
          ...bet.choices.map(({ text }, index) =>
            element("p", { class: "choice" }, `☐ ${LETTERS[index]}  `, ...nodesOf(text))
          ),
        )
      ),
      ...puzzles.flatMap(({ title, made }) => [
        element("h3", {}, title),
        ...made.map((task, index) =>
          element(
            "div",
            { class: "task" },
            element("p", {}, `${index + 1}. `, questionOf(task, t)),
            element("div", { class: "puzzle-tables" }, ...tablesOf(task, t)),
            element("p", { class: "blanks" }, t("puzzle.answer"), line()),
          )
        ),
      ]),
    ),
    element(
      "section",
      { class: "sheet answers" },
      element("h2", {}, t("handout.answers", { title: lesson.title })),
      element("p", { class: "idea" }, lesson.idea),
      element("h3", {}, t("lessons.terms")),
      element(
        "ul",
        {},
        ...Object.entries(lesson.terms).map(([term, meaning]) =>
          element("li", {}, element("strong", {}, term), ": ", meaning)
        ),
      ),
      ...bets.map((bet) => answerOf(bet, t)),
      ...puzzles.map(({ title, made }) =>
        element(
          "p",
          {},
          element("strong", {}, `${title}: `),
          made.map(({ answer }, index) => `${index + 1}. ${toText(answer)}`).join("   "),
        )
      ),
    ),
  );
}

/** @param {Bet} bet @param {Translate} t */
function answerOf({ question, choices }, t) {
  const at = choices.findIndex(({ belief }) => belief === RIGHT);
  return element(
    "div",
    { class: "task" },
    element("p", {}, element("strong", {}, t("lessons.bet"), ": "), ...nodesOf(question)),
    element("p", {}, `${LETTERS[at]}  `, ...nodesOf(choices[at].answer)),
  );
}

/** Returns a line to write on. */
function line() {
  return element("span", { class: "line" });
}
