/** What a layer's column shows, as pixels: outputs, or filters. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { LayerOutput } from "../net/executor.js" */
/** @import { Model } from "../net/model.js" */
/** @import { Range } from "../draw/pixels.js" */
/** @import { DrawState } from "./draw_state.js" */
import { isSigned, kernelMosaic, paintMaps, paintValues, rangeOf } from "../draw/pixels.js";
import { palettesOf, pixelOf } from "./canvas.js";

/**
 * Pictures of one size, below each other.
 *
 * @typedef {object} Picture
 * @property {Uint32Array<ArrayBuffer>} pixels
 * @property {number} width
 * @property {number} height of one of them
 * @property {Range} range that the colours stand for
 */

/**
 * Returns what a layer puts out; empty maps where nothing is drawn.
 *
 * @param {Readonly<DrawState>} state
 * @param {LayerOutput | undefined} output
 * @param {Shape} shape
 * @param {{rows: number, columns: number}} grid of one map, or of the vector
 * @param {number} numShown maps
 * @returns {Picture}
 */
export function outputPicture(state, output, shape, { rows, columns }, numShown) {
  const size = rows * columns;
  const pixels = new Uint32Array(size * numShown);
  const { level, signed } = palettesOf(state);
  if (!output) {
    pixels.fill(level[0]);
    return { pixels, width: columns, height: rows, range: { low: 0, high: 1 } };
  }
  const range = rangeOf(output.activation);
  const palette = isSigned(range) ? signed : level;
  if (shape.length === 3) paintMaps(output.activation, shape, range, palette, pixels);
  else pixels.set(paintValues(output.activation, range, palette));
  return { pixels, width: columns, height: rows, range };
}

/**
 * Tells whether a layer has filters to show.
 *
 * @param {Model} model
 * @param {number} index of the layer
 * @returns {boolean}
 */
export function hasFilters(model, index) {
  return model.architecture.steps[index].parameterShapes.kernel?.length === 4;
}

/**
 * Returns the filters of a layer, each with a kernel per input map beside each other and
 * lines between them.
 *
 * @param {Readonly<DrawState>} state
 * @param {number} index of the layer
 * @param {number} numShown filters
 * @returns {Picture}
 */
export function filterPictures(state, index, numShown) {
  const { model } = state;
  const { layer, parameterShapes: { kernel: shape } } = model.architecture.steps[index];
  const { kernel } = model.weights[layer.name];
  const range = rangeOf(kernel);
  const { signed } = palettesOf(state);
  const first = kernelMosaic(kernel, shape, 0);
  const size = first.height * first.width;
  const pixels = new Uint32Array(size * numShown);
  const line = pixelOf(state.colors.line);
  for (let filter = 0; filter < numShown; filter++) {
    const { values } = kernelMosaic(kernel, shape, filter);
    const painted = paintValues(values, range, signed);
    pixels.set(painted.map((pixel) => pixel || line), filter * size);
  }
  return { pixels, width: first.width, height: first.height, range };
}
