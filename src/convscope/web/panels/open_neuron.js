/** Opening neurons. */

/** @import { DrawStore } from "./draw_state.js" */

/**
 * Opens a feature map at its strongest neuron; without a drawing in its middle.
 *
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {number} channel
 */
export function openMap(state, index, channel) {
  const { model, judged } = state.get();
  const { layer, outputShape: [height, width, channels] } = model.architecture.steps[index];
  const values = judged?.snapshot.layers[index].activation;
  let strongest = Math.floor(height / 2) * width + Math.floor(width / 2);
  for (let place = 0; values && place < height * width; place++) {
    if (values[place * channels + channel] > values[strongest * channels + channel]) {
      strongest = place;
    }
  }
  const neuron = [Math.floor(strongest / width), strongest % width, channel];
  state.set({ layer: layer.name, neuron, term: -1 });
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
