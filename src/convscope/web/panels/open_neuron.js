/** Opening neurons. */

/** @import { DrawStore } from "./draw_state.js" */
import { layerForm, strongestCell } from "./layer_form.js";

/**
 * Opens a feature map at a cell, or at its strongest neuron; without a drawing in its middle.
 *
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {number} channel
 * @param {{row: number, column: number} | null} [cell]
 */
export function openMap(state, index, channel, cell = null) {
  const { model, judged } = state.get();
  const form = layerForm(model, index);
  const values = judged?.snapshot.layers[index].activation;
  const { row, column } = cell ?? strongestCell(form, values, channel);
  state.set({ layer: form.name, neuron: [row, column, channel], term: -1 });
}

/**
 * Opens a neuron of a layer that puts out a vector.
 *
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {number} unit
 */
export function openValue(state, index, unit) {
  const { layer } = state.get().model.architecture.steps[index];
  state.set({ layer: layer.name, neuron: [unit], term: -1 });
}

/**
 * Opens a layer where its values are largest.
 *
 * @param {DrawStore} state
 * @param {number} index
 */
export function openLayer(state, index) {
  const { model, judged } = state.get();
  const { outputShape } = model.architecture.steps[index];
  const values = judged?.snapshot.layers[index].activation ?? [];
  let strongest = 0;
  for (let at = 0; at < values.length; at++) if (values[at] > values[strongest]) strongest = at;
  if (outputShape.length === 3) openMap(state, index, strongest % outputShape[2]);
  else openValue(state, index, strongest);
}
