/** Between the state and the net: asks what it would say of another input. */

/** @import { Client } from "../net/client.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { errorParts } from "../core/errors.js";

/**
 * Answers every supposition of the state.
 *
 * @param {DrawStore} state
 * @param {Pick<Client, "suppose">} client whose last run is what the state shows
 * @returns {() => void} ends it
 */
export function connectSuppositions(state, client) {
  async function ask() {
    const { supposition, judged } = state.get();
    if (!supposition || !judged) return;
    try {
      const outcome = await client.suppose(supposition);
      const now = state.get();
      const isSame = now.supposition === supposition && now.judged === judged;
      if (isSame) state.set({ outcome: { ...outcome, supposition } });
    } catch (thrown) {
      state.set({ supposition: null, outcome: null, error: errorParts(thrown) });
    }
  }

  return state.subscribe((_, changed) => {
    if (changed.has("supposition")) ask();
  });
}
