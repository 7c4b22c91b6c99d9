/** Undoing and redoing what was drawn. */

/** @import { Stroke } from "./ink.js" */

/**
 * What was there before each change, and what undoing took back; the newest is last.
 *
 * @typedef {{past: (readonly Stroke[])[], future: (readonly Stroke[])[]}} StrokeHistory
 */

/** @type {StrokeHistory} */
export const NO_HISTORY = { past: [], future: [] };

/**
 * Returns the history after a change of `strokes` into something else.
 *
 * @param {StrokeHistory} history
 * @param {readonly Stroke[]} strokes as they were before the change
 * @returns {StrokeHistory}
 */
export function afterChange(history, strokes) {
  return { past: [...history.past, strokes], future: [] };
}

/**
 * Takes back the last change.
 *
 * @param {StrokeHistory} history
 * @param {readonly Stroke[]} strokes as they are
 * @returns {{history: StrokeHistory, strokes: readonly Stroke[]}}
 */
export function undo({ past, future }, strokes) {
  const before = past.at(-1);
  if (!before) return { history: { past, future }, strokes };
  return {
    history: { past: past.slice(0, -1), future: [...future, strokes] },
    strokes: before,
  };
}

/**
 * Repeats the last change that was taken back.
 *
 * @param {StrokeHistory} history
 * @param {readonly Stroke[]} strokes as they are
 * @returns {{history: StrokeHistory, strokes: readonly Stroke[]}}
 */
export function redo({ past, future }, strokes) {
  const after = future.at(-1);
  if (!after) return { history: { past, future }, strokes };
  return {
    history: { past: [...past, strokes], future: future.slice(0, -1) },
    strokes: after,
  };
}
