/** What a layer's column shows, as pixels: outputs, or filters. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { LayerOutput } from "../net/executor.js" */
/** @import { Model } from "../net/model.js" */
/** @import { Palette } from "../draw/palettes.js" */
/** @import { Range, SeenPlaces } from "../draw/pixels.js" */
/** @import { DrawState } from "./draw_state.js" */
import { isSigned, kernelMosaic, paintMaps, paintValues, rangeOf } from "../draw/pixels.js";
import { marksOn } from "../draw/palettes.js";
import { filtersOf } from "../net/filters.js";
import { KIND_FACTS } from "../net/kind_facts.js";
import { palettesOf, pixelOf } from "./canvas.js";

/**
 * Pictures of one size, below each other.
 *
 * @typedef {object} Picture
 * @property {Uint32Array<ArrayBuffer>} pixels
 * @property {number} width
 * @property {number} height of one of them
 * @property {Range} range that the colours stand for
 * @property {(() => Uint32Array) | null} marks colours of the minus signs, pixel by pixel; null
 *   where nothing is negative
 */

/**
 * Returns what a layer puts out; empty maps where nothing is drawn.
 *
 * @param {Readonly<DrawState>} state
 * @param {LayerOutput | undefined} output
 * @param {Shape} shape
 * @param {SeenPlaces} seen of one map; of a vector all its rows and columns
 * @param {number} numShown maps
 * @returns {Picture} of what is seen
 */
export function outputPicture(state, output, shape, seen, numShown) {
  const [rows, columns] = [seen.rows.length, seen.columns.length];
  const size = rows * columns;
  const pixels = new Uint32Array(size * numShown);
  const { level, signed } = palettesOf(state);
  if (!output) {
    pixels.fill(level[0]);
    return { pixels, width: columns, height: rows, range: { low: 0, high: 1 }, marks: null };
  }
  const { activation } = output;
  const range = rangeOf(activation);
  /** @param {Palette} palette @param {Uint32Array} into @returns {Uint32Array} */
  function paint(palette, into) {
    if (shape.length === 3) paintMaps(activation, shape, range, palette, into, seen);
    else into.set(paintValues(activation, range, palette));
    return into;
  }
  paint(isSigned(range) ? signed : level, pixels);
  const marks = isSigned(range)
    ? () => paint(marksOf(signed), new Uint32Array(size * numShown))
    : null;
  return { pixels, width: columns, height: rows, range, marks };
}

/** @type {WeakMap<Palette, Palette>} */
const MARKS = new WeakMap();

/** @param {Palette} signed @returns {Palette} its minus signs, found once */
export function marksOf(signed) {
  const marks = MARKS.get(signed) ?? marksOn(signed);
  MARKS.set(signed, marks);
  return marks;
}

/**
 * Tells whether a layer has filters to show.
 *
 * @param {Model} model
 * @param {number} index of the layer
 * @returns {boolean}
 */
export function hasFilters(model, index) {
  return KIND_FACTS[model.architecture.layers[index].kind].convolves;
}

/**
 * Returns the first filters of a layer, each with a kernel per input map beside each other and
 * lines between them.
 *
 * @param {Readonly<DrawState>} state
 * @param {number} index of the layer
 * @param {number} numShown filters
 * @returns {Picture}
 */
export function filterPictures(state, index, numShown) {
  return paintFilters(state, index, Array.from({ length: numShown }, (_, filter) => filter));
}

/**
 * Returns one filter of a layer.
 *
 * @param {Readonly<DrawState>} state
 * @param {number} index of the layer
 * @param {number} filter
 * @returns {Picture}
 */
export function filterPicture(state, index, filter) {
  return paintFilters(state, index, [filter]);
}

/** @param {Readonly<DrawState>} state @param {number} index @param {number[]} filters */
function paintFilters(state, index, filters) {
  const { model } = state;
  const step = model.architecture.steps[index];
  const { values: kernel, shape } = filtersOf(step, model.weights[step.layer.name]);
  const range = rangeOf(kernel);
  const { signed } = palettesOf(state);
  const { height, width } = kernelMosaic(kernel, shape, 0);
  const size = height * width;
  const pixels = new Uint32Array(size * filters.length);
  const signs = new Uint32Array(size * filters.length);
  const line = pixelOf(state.colors.line);
  filters.forEach((filter, place) => {
    const { values } = kernelMosaic(kernel, shape, filter);
    const painted = paintValues(values, range, signed);
    pixels.set(painted.map((pixel) => pixel || line), place * size);
    if (isSigned(range)) signs.set(paintValues(values, range, marksOf(signed)), place * size);
  });
  return { pixels, width, height, range, marks: isSigned(range) ? () => signs : null };
}
