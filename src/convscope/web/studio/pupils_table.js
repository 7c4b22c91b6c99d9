/** Who is in the room: where they are, what they have trained, what is kept of them. */

/** @import { Language } from "../core/texts.js" */
/** @import { Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";
import { bytesText, screenText } from "./room_words.js";
import { statusText } from "./runs_table.js";
import { percent } from "./texts.js";

/**
 * @typedef {object} PupilRow
 * @property {string} id
 * @property {Record<Language, string>} name
 * @property {boolean} is_here
 * @property {string} screen
 * @property {{name: string, status: string, val_accuracy: number | null}[]} runs the newest first
 * @property {number} num_runs
 * @property {number} num_collections
 * @property {number} bytes
 */

/** Newest runs of a pupil that are named. */
const NAMED = 2;

/**
 * Returns the table.
 *
 * @param {readonly PupilRow[]} pupils
 * @param {string} leaving id of the pupil about whom it is asked whether to remove them
 * @param {Translate} t
 * @param {Language} language
 * @param {(pupil: string, run: string) => string} linkTo an empty run for all of them
 * @param {{ask: (id: string) => void, remove: (id: string) => void}} use
 * @returns {HTMLElement}
 */
export function createPupilsTable(pupils, leaving, t, language, linkTo, use) {
  const heads = /** @type {const} */ (["name", "screen", "runs", "kept"]);
  return element(
    "div",
    { class: "wide-table" },
    element(
      "table",
      { class: "runs pupils" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...heads.map((key) => element("th", { scope: "col" }, t(`room.column.${key}`))),
          element("td", {}),
        ),
      ),
      element("tbody", {}, ...pupils.map(rowOf)),
    ),
  );

  /** @param {PupilRow} pupil */
  function rowOf(pupil) {
    const name = pupil.name[language];
    return element(
      "tr",
      { "data-pupil": pupil.id, class: pupil.is_here ? "" : "is-away" },
      element("th", { scope: "row" }, name),
      element("td", {}, pupil.is_here ? screenText(pupil.screen, t) : t("room.away")),
      element("td", {}, runsOf(pupil)),
      element(
        "td",
        {},
        t("room.kept", { collections: pupil.num_collections, bytes: bytesText(pupil.bytes) }),
      ),
      element("td", {}, element("div", { class: "tools" }, ...removal(pupil.id, name))),
    );
  }

  /** @param {PupilRow} pupil */
  function runsOf({ id, runs, num_runs: count }) {
    if (!count) return "–";
    const named = runs.slice(0, NAMED).map((run) => {
      const accuracy = run.val_accuracy;
      const told = typeof accuracy === "number" && run.status === "finished"
        ? t("room.validation", { percent: percent(accuracy) })
        : statusText(run.status, t);
      return element("li", {}, element("a", { href: linkTo(id, run.name) }, run.name), `: ${told}`);
    });
    const more = count > NAMED
      ? [element("li", {}, element("a", { href: linkTo(id, "") }, t("room.allRuns", { count })))]
      : [];
    return element("ul", {}, ...named, ...more);
  }

  /** @param {string} id @param {string} name */
  function removal(id, name) {
    if (leaving !== id) {
      return [button(t("room.remove"), () => use.ask(id), {
        class: "quiet",
        "aria-label": t("room.removeName", { name }),
      })];
    }
    return [
      button(t("room.removeSure", { name }), () => use.remove(id), { class: "danger" }),
      button(t("room.no"), () => use.ask("")),
    ];
  }
}
