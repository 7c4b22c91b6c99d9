/** What the magnifier shows, as pixels and as the number in the cell that is looked at. */

/** @import { Translate } from "../../core/texts.js" */
/** @import { DrawState } from "../draw_state.js" */
/** @import { Picture } from "../layer_picture.js" */
/** @import { Look } from "../looking.js" */
import { flatIndex } from "../../core/arrays.js";
import { toText } from "../../core/number_text.js";
import { isSigned, paintValues, rangeOf } from "../../draw/pixels.js";
import { palettesOf } from "../canvas.js";
import { layerForm, neuronAt } from "../layer_form.js";
import { filterPicture, hasFilters, marksOf } from "../layer_picture.js";
import { lookedCell } from "./looked_values.js";

/**
 * @typedef {Picture & {marked: {row: number, column: number} | null,
 *   valueText: (t: Translate) => string}} LensPicture `marked`: the cell that is looked at
 */

/**
 * Returns the map, the vector or the filter that is looked at.
 *
 * @param {Readonly<DrawState>} state
 * @param {Look} look
 * @returns {LensPicture}
 */
export function lensPicture(state, look) {
  const { model, judged, filters } = state;
  if (filters && hasFilters(model, look.index)) {
    const picture = filterPicture(state, look.index, look.place);
    return { ...picture, marked: null, valueText: (t) => t("lens.filter", { number: look.place }) };
  }
  const form = layerForm(model, look.index);
  const { shape, isMaps, grid, numPlaces } = form;
  const { level, signed } = palettesOf(state);
  const all = judged?.snapshot.layers[look.index].activation;
  const values = new Float32Array(isMaps ? grid.rows * grid.columns : numPlaces);
  for (let at = 0; all && at < values.length; at++) {
    values[at] = isMaps ? all[at * shape[2] + look.place] : all[at];
  }
  const range = all ? rangeOf(all) : { low: 0, high: 1 };
  /** @param {import("../../draw/palettes.js").Palette} palette */
  function paint(palette) {
    const pixels = new Uint32Array(grid.rows * grid.columns);
    pixels.set(paintValues(values, range, palette));
    return pixels;
  }
  const cell = lookedCell(state, look);
  const marked = isMaps
    ? cell
    : { row: Math.floor(look.place / grid.columns), column: look.place % grid.columns };
  return {
    pixels: paint(isSigned(range) ? signed : level),
    width: grid.columns,
    height: grid.rows,
    range,
    marks: isSigned(range) ? () => paint(marksOf(signed)) : null,
    marked,
    valueText(t) {
      const value = all?.[flatIndex(shape, neuronAt(form, look.place, cell))];
      const text = value === undefined ? "–" : toText(value);
      return isMaps ? t("neuron.pixel", { ...cell, value: text }) : text;
    },
  };
}
