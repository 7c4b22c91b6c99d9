/** The queue of trainings. */

/** @import { TextKey, Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";

/** Ended entries that are shown. */
const MOST_ENDED = 5;

/**
 * Returns the queue.
 *
 * @param {any[]} entries the oldest first
 * @param {Translate} t
 * @param {{watch: (run: string) => void, takeOut: (id: string) => void, show: (run: string) => void}} use
 * @returns {HTMLElement}
 */
export function createQueue(entries, t, use) {
  const isOpen = (/** @type {any} */ { state }) => state === "waiting" || state === "running";
  const ended = entries.filter((entry) => !isOpen(entry)).slice(-MOST_ENDED);
  const shown = [...ended, ...entries.filter(isOpen)].reverse();
  return element(
    "section",
    { class: "panel queue" },
    element("h2", {}, t("queue.title")),
    shown.length
      ? element("ul", { role: "list" }, ...shown.map(rowOf))
      : element("p", { class: "note" }, t("queue.none")),
  );

  /** @param {any} entry */
  function rowOf(entry) {
    const { id, state, run, name, resume, settings, error, ahead } = entry;
    const title = run ?? name ?? resume ?? settings?.data ?? id;
    const tools = [];
    if (state === "running" && run) tools.push(button(t("queue.watch"), () => use.watch(run)));
    if (state === "waiting") {
      tools.push(
        button("✕", () => use.takeOut(id), { "aria-label": t("queue.takeOut", { name: title }) }),
      );
    }
    if (!isOpen(entry) && run) tools.push(button(t("queue.result"), () => use.show(run)));
    return element(
      "li",
      { "data-state": state },
      element("strong", {}, title),
      " ",
      ahead > 0 ? t("queue.ahead", { count: ahead }) : t(/** @type {TextKey} */ (`queue.${state}`)),
      ...error ? [element("span", { class: "note" }, ` ${error.error ?? ""}`)] : [],
      " ",
      ...tools,
    );
  }
}
