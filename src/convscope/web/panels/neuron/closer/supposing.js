/** Between the state and the net: asks what it would say of another input. */

/** @import { Client } from "../../../net/client.js" */
/** @import { DrawStore } from "../../draw_state.js" */
import { errorParts } from "../../../core/errors.js";

/**
 * Answers every supposition of the state.
 *
 * @param {DrawStore} state
 * @param {Pick<Client, "suppose">} client whose last run is what the state shows
 * @returns {() => void} ends it
 */
export function connectSuppositions(state, client) {
  let isAsking = false;

  /** Asks about the newest supposition; while an answer is on its way others wait, or are passed. */
  async function ask() {
    const { supposition, judged } = state.get();
    if (isAsking || !supposition || !judged) return;
    isAsking = true;
    try {
      const outcome = await client.suppose(supposition);
      isAsking = false;
      const now = state.get();
      if (now.supposition !== supposition) ask();
      else if (now.judged === judged) state.set({ outcome: { ...outcome, supposition } });
    } catch (thrown) {
      isAsking = false;
      state.set({ supposition: null, outcome: null, error: errorParts(thrown) });
    }
  }

  return state.subscribe((_, changed) => {
    if (changed.has("supposition")) ask();
  });
}
