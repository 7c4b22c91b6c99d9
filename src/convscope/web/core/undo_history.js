/** Undoing and redoing changes of anything that is replaced as a whole. */

/** Changes that can be taken back; older ones are forgotten. */
const MOST_PAST = 100;

/**
 * What was there before each change, and what undoing took back; the newest is last.
 *
 * @template Thing
 * @typedef {{past: readonly Thing[], future: readonly Thing[]}} UndoHistory
 */

/** @type {UndoHistory<never>} */
export const NO_HISTORY = { past: [], future: [] };

/**
 * Returns the history after a change of `before` into something else.
 *
 * @template Thing
 * @param {UndoHistory<Thing>} history
 * @param {Thing} before what is changed, as it was
 * @returns {UndoHistory<Thing>}
 */
export function afterChange(history, before) {
  return { past: [...history.past, before].slice(-MOST_PAST), future: [] };
}

/**
 * Takes back the last change.
 *
 * @template Thing
 * @param {UndoHistory<Thing>} history
 * @param {Thing} now as it is
 * @returns {{history: UndoHistory<Thing>, now: Thing}}
 */
export function undo({ past, future }, now) {
  const before = past.at(-1);
  if (before === undefined) return { history: { past, future }, now };
  return { history: { past: past.slice(0, -1), future: [...future, now] }, now: before };
}

/**
 * Repeats the last change that was taken back.
 *
 * @template Thing
 * @param {UndoHistory<Thing>} history
 * @param {Thing} now as it is
 * @returns {{history: UndoHistory<Thing>, now: Thing}}
 */
export function redo({ past, future }, now) {
  const after = future.at(-1);
  if (after === undefined) return { history: { past, future }, now };
  return { history: { past: [...past, now], future: future.slice(0, -1) }, now: after };
}
