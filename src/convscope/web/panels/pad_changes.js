/** Everything that changes the drawing. */

/** @import { Point } from "../core/ink.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { afterChange, redo, undo } from "../core/stroke_history.js";
import { toPlace } from "../core/stroke_text.js";

/**
 * Returns a point of the pad, at a place that a link can name.
 *
 * @param {number} x 0–1 of the pad's side; outside is brought to the edge
 * @param {number} y
 * @param {number} timeMs
 * @param {number} [pressure] 0–1, of a pen
 * @returns {Point}
 */
export function padPoint(x, y, timeMs, pressure) {
  const place = [toPlace(x), toPlace(y), Math.round(timeMs)];
  return /** @type {Point} */ (pressure === undefined ? place : [...place, pressure]);
}

/**
 * Lowers the pen: a new stroke. A picture that was judged instead makes room for the drawing.
 *
 * @param {DrawStore} state
 * @param {Point} point
 */
export function beginStroke(state, point) {
  const { strokes, history } = state.get();
  state.set({
    strokes: [...strokes, [point]],
    history: afterChange(history, strokes),
    isPenDown: true,
    picture: null,
    example: -1,
  });
}

/**
 * Draws on.
 *
 * @param {DrawStore} state
 * @param {readonly Point[]} points
 */
export function extendStroke(state, points) {
  const { strokes } = state.get();
  const last = strokes.at(-1);
  if (!last) return;
  /** @type {Point[]} */
  const longer = [...last];
  for (const point of points) {
    const before = longer[longer.length - 1];
    if (point[0] !== before[0] || point[1] !== before[1]) longer.push(point);
  }
  if (longer.length > last.length) state.set({ strokes: [...strokes.slice(0, -1), longer] });
}

/**
 * Lifts the pen.
 *
 * @param {DrawStore} state
 */
export function endStroke(state) {
  state.set({ isPenDown: false });
}

/** @param {DrawStore} state */
export function undoPad(state) {
  const { history, strokes } = state.get();
  state.set({ ...undo(history, strokes), isPenDown: false });
}

/** @param {DrawStore} state */
export function redoPad(state) {
  const { history, strokes } = state.get();
  state.set({ ...redo(history, strokes), isPenDown: false });
}

/**
 * Empties the pad; that can be undone.
 *
 * @param {DrawStore} state
 */
export function clearPad(state) {
  const { history, strokes } = state.get();
  state.set({
    strokes: [],
    history: strokes.length ? afterChange(history, strokes) : history,
    isPenDown: false,
    picture: null,
    example: -1,
  });
}
