/** Everything that changes what lies on the pad. */

/** @import { Point } from "../../core/ink.js" */
/** @import { DrawState, DrawStore, Picture, Sheet } from "../draw_state.js" */
import { toPlace } from "../../core/stroke_text.js";
import { afterChange, redo, undo } from "../../core/undo_history.js";
import { isCovered } from "../draw_state.js";

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

/** @param {Readonly<DrawState>} state @returns {Sheet} */
function sheetOf({ strokes, picture, example }) {
  return { strokes, picture, example };
}

/**
 * Replaces what lies on the pad; that can be undone.
 *
 * @param {DrawStore} state
 * @param {Partial<Sheet>} changes
 */
function change(state, changes) {
  const now = state.get();
  state.set({ ...changes, history: afterChange(now.history, sheetOf(now)), isPenDown: false });
}

/**
 * Lowers the pen: a new stroke. On a picture it begins a new drawing in the picture's place.
 *
 * @param {DrawStore} state
 * @param {Point} point
 */
export function beginStroke(state, point) {
  const now = state.get();
  const under = isCovered(now) ? [] : now.strokes;
  state.set({
    strokes: [...under, [point]],
    picture: null,
    example: -1,
    history: afterChange(now.history, sheetOf(now)),
    isPenDown: true,
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
  const { history, now } = undo(state.get().history, sheetOf(state.get()));
  state.set({ ...now, history, isPenDown: false });
}

/** @param {DrawStore} state */
export function redoPad(state) {
  const { history, now } = redo(state.get().history, sheetOf(state.get()));
  state.set({ ...now, history, isPenDown: false });
}

/**
 * Empties the pad.
 *
 * @param {DrawStore} state
 */
export function clearPad(state) {
  if (state.get().strokes.length === 0 && !isCovered(state.get())) return;
  change(state, { strokes: [], picture: null, example: -1 });
}

/**
 * Lays a picture on the pad; the drawing stays under it.
 *
 * @param {DrawStore} state
 * @param {Picture} picture
 */
export function showPicture(state, picture) {
  change(state, { picture, example: -1 });
  state.set({ character: 0 });
}

/**
 * Lays a test image on the pad.
 *
 * @param {DrawStore} state
 * @param {number} example its index
 */
export function showExample(state, example) {
  change(state, { picture: null, example });
}

/**
 * Takes the picture away, so that the drawing is seen again.
 *
 * @param {DrawStore} state
 */
export function showDrawing(state) {
  change(state, { picture: null, example: -1 });
}
