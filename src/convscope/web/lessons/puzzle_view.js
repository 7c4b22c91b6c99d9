/** A puzzle: a task, a field for its answer, a hint that follows from a wrong one, and another task. */

/** @import { Translate } from "./texts.js" */
/** @import { Puzzle } from "./task.js" */
import { button, element, listen } from "../core/dom.js";
import { toNumber, toText } from "../core/number_text.js";
import { createRandom } from "../learning/random.js";
import { hintFor } from "./task.js";
import { questionOf, tablesOf } from "./task_view.js";

/**
 * Returns a puzzle that shows the task of a seed.
 *
 * @param {Puzzle} puzzle
 * @param {Translate} t
 * @param {number} seed
 * @param {number} solved how many tasks the reader solved before
 * @param {{solve: () => number, another: (seed: number) => void}} told `solve` counts one more and
 *   returns how many; `another` is told the seed of the next task
 * @returns {HTMLElement}
 */
export function createPuzzle(puzzle, t, seed, solved, told) {
  let task = puzzle.make(createRandom([seed]));
  let isSolved = false;
  const question = element("p", { class: "question" });
  const tables = element("div", { class: "puzzle-tables" });
  const answer = element("input", { type: "text", inputmode: "text", autocomplete: "off" });
  answer.setAttribute("aria-label", t("puzzle.answer"));
  const check = element("button", { type: "submit", class: "primary" }, t("puzzle.check"));
  const said = element("p", { class: "said", role: "status" });
  const count = element("span", { class: "note" });
  const another = button(t("puzzle.another"), () => {
    seed = (seed + 1) % 2 ** 31;
    told.another(seed);
    task = puzzle.make(createRandom([seed]));
    show();
    answer.focus();
  });
  const form = element("form", { class: "tools" }, answer, check, another, count);

  function show() {
    isSolved = false;
    question.textContent = questionOf(task, t);
    tables.replaceChildren(...tablesOf(task, t));
    answer.value = "";
    said.textContent = "";
    said.className = "said";
    tell();
  }

  function tell() {
    count.textContent = solved ? t("puzzle.solved", { count: solved }) : "";
  }

  const root = element(
    "section",
    { class: "puzzle", "aria-label": t(puzzle.title) },
    element("h3", {}, t(puzzle.title)),
    question,
    tables,
    form,
    said,
  );
  listen(form, "submit", (event) => {
    event.preventDefault();
    const typed = answer.value.normalize("NFKC").replaceAll("ー", "-").trim(); // １２ and －３ too
    const given = typed === "" ? NaN : toNumber(typed);
    if (!Number.isFinite(given)) {
      said.textContent = t("puzzle.notANumber");
      return;
    }
    const hint = hintFor(task, given);
    said.className = hint ? "said is-wrong" : "said is-right";
    said.textContent = hint
      ? t("puzzle.notYet", { hint: t(hint) })
      : t("puzzle.right", { answer: toText(task.answer) });
    if (hint || isSolved) return;
    isSolved = true;
    solved = told.solve();
    tell();
  });
  show();
  return root;
}
