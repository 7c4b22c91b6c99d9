/** Answers that the server works on for a while: asked for again until they are there. */

import { element } from "../core/dom.js";
import { ask } from "./api.js";

/** Between two questions. */
const PAUSE_MS = 300;

/**
 * Asks until the server is ready.
 *
 * @param {readonly string[]} path
 * @param {Record<string, string | number>} query
 * @param {(done: number) => boolean} tell how much is done, 0–1; returns whether anybody still waits
 * @returns {Promise<any>} never settled where nobody waits any more
 * @throws {import("../core/errors.js").ConvscopeError}
 */
export async function askUntilReady(path, query, tell) {
  for (;;) {
    const answer = await ask(path, query);
    if (answer.state === "ready") return answer;
    if (!tell(answer.done)) return new Promise(() => {});
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/**
 * Returns a bar that shows how far the server is, and the answer once it is there.
 *
 * @param {string} label
 * @param {(tell: (done: number) => boolean) => Promise<HTMLElement>} work
 * @param {(thrown: unknown) => HTMLElement} fail
 * @returns {HTMLElement}
 */
export function createWaiting(label, work, fail) {
  const bar = element("progress", { "aria-label": label, max: 1 });
  const place = element("div", {}, element("p", { class: "note", role: "status" }, label), bar);
  let isShown = false;
  work((done) => {
    if (done > 0) bar.value = done;
    isShown ||= place.isConnected;
    return !isShown || place.isConnected;
  }).then(
    (made) => place.replaceChildren(made),
    (thrown) => place.replaceChildren(fail(thrown)),
  );
  return place;
}
