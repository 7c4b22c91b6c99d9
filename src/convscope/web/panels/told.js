/** What whoever shows a drawing screen, Python or a page around it, is told of it. */

/** @import { DrawState, DrawStore } from "./draw_state.js" */
import { bytesToBase64 } from "../core/base64.js";
import { className } from "./draw_state.js";

/**
 * @typedef {object} Told
 * @property {string} strokes what is drawn, as JSON
 * @property {string} verdict what the net received and says of it, as JSON; `null` for blank paper
 * @property {string} class_name the likeliest class, empty for blank paper
 */

/**
 * Returns what is told of a state, or nothing while the pen is down: a kernel that trains is not
 * flooded.
 *
 * @param {DrawState} state
 * @returns {Told | null}
 */
export function toldOf({ strokes, isPenDown, judged, model }) {
  if (isPenDown) return null;
  const verdict = judged && {
    image: bytesToBase64(judged.received),
    shape: model.architecture.input.shape,
    probabilities: Array.from(judged.snapshot.probabilities),
  };
  return {
    strokes: JSON.stringify(strokes),
    verdict: JSON.stringify(verdict),
    class_name: judged ? className(model, judged.ranking[0]) : "",
  };
}

/**
 * Calls a function with what is told whenever it may have changed.
 *
 * @param {DrawStore} store
 * @param {(told: Told) => void} tell
 * @returns {() => void} ends it
 */
export function tellOf(store, tell) {
  return store.subscribe((state, changed) => {
    if (!changed.has("judged") && !changed.has("isPenDown")) return;
    const told = toldOf(state);
    if (told) tell(told);
  });
}

/**
 * Tells the page that this one is shown in.
 *
 * @param {DrawStore} store
 * @param {string} listener name that the page around knows this one by
 * @returns {() => void} ends it
 */
export function tellPageAround(store, listener) {
  return tellOf(store, (told) => parent.postMessage({ convscope: listener, ...told }, "*"));
}
