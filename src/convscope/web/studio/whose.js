/** Whose runs a page shows: those of who asks, or a pupil's that the teacher looks at. */

/** @import { PageSettings } from "../screens/page.js" */
/** @import { Translate } from "./texts.js" */

/**
 * Returns a pupil's id where the teacher looks at what is theirs; else an empty text.
 *
 * @returns {string}
 */
export function whose() {
  return new URLSearchParams(globalThis.location?.search ?? "").get("pupil") ?? "";
}

/**
 * Returns what a data set is called: a pupil's collection without the path to their folder.
 *
 * @param {{source: string, title?: string}} set
 * @returns {string}
 */
export function sourceText({ source, title = "" }) {
  return title && source.endsWith(`/${title}`) ? title : source;
}

/**
 * Returns the sentence that says where everything stays.
 *
 * @param {Translate} t
 * @param {PageSettings} settings
 * @returns {string}
 */
export function staysText(t, { room }) {
  return t(room ? "room.stays" : "studio.stays");
}
