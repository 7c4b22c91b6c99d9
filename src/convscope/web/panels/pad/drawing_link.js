/** Keeps the drawing on the pad and the drawing in the URL the same. */

/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { strokesFromText, strokesToText } from "../../core/stroke_text.js";
import { NO_HISTORY } from "../../core/undo_history.js";

/**
 * Writes the drawing whenever the pen is up, and draws what a followed link says.
 *
 * @param {DrawStore} state
 * @returns {() => void} ends it
 */
export function connectDrawingLink(state) {
  /** @param {Partial<DrawState>} [changes] besides the drawing */
  function read(changes) {
    const { drawing, strokes } = state.get();
    if (drawing === strokesToText(strokes)) return;
    state.set({ strokes: strokesFromText(drawing), history: NO_HISTORY, ...changes });
  }
  read();
  return state.subscribe((now, changed) => {
    if (changed.has("strokes") || changed.has("isPenDown")) {
      if (!now.isPenDown) state.set({ drawing: strokesToText(now.strokes) });
    } else if (changed.has("drawing")) read({ picture: null });
  });
}
