/** Which map a person looks at: under the pointer, else under the keyboard, else the opened one. */

/** @import { DrawState, DrawStore } from "./draw_state.js" */

/**
 * A map and a place in it, or a value of a vector.
 *
 * @typedef {object} Look
 * @property {number} index of the layer
 * @property {number} place map, or value of a vector
 * @property {{row: number, column: number} | null} cell of the map, null for its largest value
 */

/**
 * Returns what is looked at, null for nothing.
 *
 * @param {Readonly<DrawState>} state
 * @returns {Look | null}
 */
export function lookOf(state) {
  const { pointedAt, focusedAt, isLookEnded } = state;
  return isLookEnded ? null : pointedAt ?? focusedAt ?? openedLook(state);
}

/** @param {Readonly<DrawState>} state @returns {Look | null} */
function openedLook({ model, layer, neuron }) {
  const index = model.architecture.layers.findIndex(({ name }) => name === layer);
  if (index < 0 || neuron.length !== model.architecture.steps[index].outputShape.length) {
    return null;
  }
  const cell = neuron.length === 3 ? { row: neuron[0], column: neuron[1] } : null;
  return { index, place: neuron[neuron.length - 1], cell };
}

/**
 * Tells what lies under the pointer.
 *
 * @param {DrawStore} state
 * @param {Look | null} look null when the pointer is away
 */
export function pointAt(state, look) {
  const now = state.get();
  if (isSame(now.pointedAt, look)) return;
  state.set({ pointedAt: look, ...look && { isLookEnded: false } });
}

/**
 * Tells what the keyboard has reached; the pointer may rest somewhere else.
 *
 * @param {DrawStore} state
 * @param {Look | null} look null when the focus is away
 */
export function focusOn(state, look) {
  state.set({ focusedAt: look, ...look && { pointedAt: null, isLookEnded: false } });
}

/**
 * Looks away until the pointer or the keyboard reaches a map again.
 *
 * @param {DrawStore} state
 * @returns {boolean} whether anything was looked at
 */
export function endLook(state) {
  if (!lookOf(state.get())) return false;
  state.set({ isLookEnded: true });
  return true;
}

/** @param {Look | null} a @param {Look | null} b @returns {boolean} */
function isSame(a, b) {
  return a === b || (a !== null && b !== null && a.index === b.index && a.place === b.place &&
    a.cell?.row === b.cell?.row && a.cell?.column === b.cell?.column);
}
