/** The numbers of what is looked at, and what they are made of. */

/** @import { Sources } from "../../net/sources.js" */
/** @import { DrawState } from "../draw_state.js" */
/** @import { Look } from "../looking.js" */
import { bytesToInput } from "../../net/preprocess.js";
import { sourcesOf } from "../../net/sources.js";
import { layerForm, neuronAt, strongestCell } from "../layer_form.js";

/**
 * Returns the cell that is looked at, or the one with the map's largest value.
 *
 * @param {Readonly<DrawState>} state
 * @param {Look} look
 * @returns {{row: number, column: number}} of a vector (0, 0)
 */
export function lookedCell({ model, judged }, { index, place, cell }) {
  const form = layerForm(model, index);
  if (!form.isMaps) return { row: 0, column: 0 };
  return cell ?? strongestCell(form, judged?.snapshot.layers[index].activation, place);
}

/** @type {{key: unknown[], sources: Sources | null}} of the last question: it is asked twice */
let last = { key: [], sources: null };

/**
 * Returns what the value that is looked at is made of; null where nothing is drawn.
 *
 * @param {Readonly<DrawState>} state
 * @param {Look} look
 * @returns {Sources | null}
 */
export function lookedSources(state, look) {
  const { model, judged } = state;
  if (!judged) return null;
  const cell = lookedCell(state, look);
  const key = [judged, look.index, look.place, cell.row, cell.column];
  if (key.some((part, place) => part !== last.key[place])) {
    const input = bytesToInput(judged.received, model.architecture.input.value_range);
    const position = neuronAt(layerForm(model, look.index), look.place, cell);
    const { layers } = judged.snapshot;
    last = { key, sources: sourcesOf(model, layers, input, look.index, position) };
  }
  return last.sources;
}

/** Shares below this part of the largest are not framed. */
const FAINT = 0.15;

/**
 * Returns which maps of a layer the looked-at value is made of, those that count.
 *
 * @param {Readonly<DrawState>} state
 * @param {Look | null} look
 * @param {number} index of the layer
 * @returns {{place: number, strength: number, isNegative: boolean}[]} strength 0–1
 */
export function sourcesIn(state, look, index) {
  if (!look || state.filters) return [];
  if (!state.model.architecture.steps[look.index].inputs.includes(index)) return [];
  const { shares } = lookedSources(state, look) ?? { shares: [] };
  const most = shares.reduce((largest, { sum }) => Math.max(largest, Math.abs(sum)), 0);
  // The only source is one whatever it adds.
  const strengthOf = (/** @type {number} */ sum) => shares.length === 1 ? 1 : Math.abs(sum) / most;
  return shares
    .filter((share) => share.index === index && strengthOf(share.sum) >= FAINT)
    .map(({ place, sum }) => ({ place, strength: strengthOf(sum), isNegative: sum < 0 }));
}
