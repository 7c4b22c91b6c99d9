/** How a layer is shown: as maps, as a grid of values, or as values with their names. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Model } from "../net/model.js" */
import { vectorGrid } from "../draw/sheet.js";
import { className } from "./draw_state.js";

/**
 * @typedef {object} LayerForm
 * @property {string} name
 * @property {string} kind
 * @property {Shape} shape
 * @property {boolean} isMaps whether it puts out maps, else a vector
 * @property {boolean} isNamed whether its values stand in one column with their names
 * @property {number} numPlaces maps, or values of a vector
 * @property {{rows: number, columns: number}} grid of one map, or of the vector
 * @property {(place: number) => string} nameOf a value of a vector
 */

/**
 * Returns how a layer is shown.
 *
 * @param {Model} model
 * @param {number} index of the layer
 * @returns {LayerForm}
 */
export function layerForm(model, index) {
  const { steps } = model.architecture;
  const { layer, outputShape: shape } = steps[index];
  const isMaps = shape.length === 3;
  const grid = isMaps ? { rows: shape[0], columns: shape[1] } : vectorGrid(shape[0]);
  const isOutput = index === steps.length - 1 && model.classNames.length === shape[0];
  return {
    name: layer.name,
    kind: layer.kind,
    shape,
    isMaps,
    isNamed: !isMaps && grid.columns === 1,
    numPlaces: isMaps ? shape[2] : shape[0],
    grid,
    nameOf: (place) => isOutput ? className(model, place) : String(place),
  };
}

/**
 * Returns the position of a neuron.
 *
 * @param {LayerForm} form
 * @param {number} place map, or value of a vector
 * @param {{row: number, column: number}} cell in the map
 * @returns {number[]}
 */
export function neuronAt({ isMaps }, place, { row, column }) {
  return isMaps ? [row, column, place] : [place];
}

/**
 * Returns where a map is largest; its middle where nothing is drawn.
 *
 * @param {LayerForm} form whose layer puts out maps
 * @param {ArrayLike<number> | undefined} values (height, width, channels)
 * @param {number} channel
 * @returns {{row: number, column: number}}
 */
export function strongestCell({ shape: [height, width, channels] }, values, channel) {
  let strongest = Math.floor(height / 2) * width + Math.floor(width / 2);
  for (let place = 0; values && place < height * width; place++) {
    if (values[place * channels + channel] > values[strongest * channels + channel]) {
      strongest = place;
    }
  }
  return { row: Math.floor(strongest / width), column: strongest % width };
}
