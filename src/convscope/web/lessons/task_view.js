/** A task as a reader sees it: its question, and its numbers in tables. */

/** @import { Translate } from "./texts.js" */
/** @import { Task } from "./task.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";

/**
 * Returns the question of a task.
 *
 * @param {Task} task
 * @param {Translate} t
 * @returns {string}
 */
export function questionOf({ question, values }, t) {
  const shown = Object.entries(values).map(([name, value]) => [name, toText(value)]);
  return t(question, Object.fromEntries(shown));
}

/**
 * Returns the tables of a task.
 *
 * @param {Task} task
 * @param {Translate} t
 * @returns {HTMLElement[]}
 */
export function tablesOf({ tables }, t) {
  return tables.map(({ title, rows }) =>
    element(
      "table",
      {},
      element("caption", {}, t(title)),
      ...rows.map((row) =>
        element("tr", {}, ...row.map((value) => element("td", {}, toText(value))))
      ),
    )
  );
}
