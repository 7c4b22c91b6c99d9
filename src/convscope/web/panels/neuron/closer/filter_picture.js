/** What a filter looks for: its weights as a picture, and where the drawing has it. */

/** @import { TextKey } from "../../../core/texts.js" */
/** @import { Explanation } from "../../../net/inspector.js" */
/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
import { button, element } from "../../../core/dom.js";
import { likenessOf } from "../../../core/filter_likeness.js";
import { toText } from "../../../core/number_text.js";
import { kernelMosaic, paintValues, rangeOf } from "../../../draw/pixels.js";
import { filtersOf } from "../../../net/filters.js";
import { KIND_FACTS } from "../../../net/kind_facts.js";
import { regionOfInput } from "../../../net/regions.js";
import { createBuffer, palettesOf, prepare } from "../../canvas.js";
import { createFigure, stepOf } from "../../map_figure.js";
import { netPixels } from "../../picture_pixels.js";
import { textsOf } from "../../reader.js";

/** Places of the drawing that are shown. */
const NUM_PLACES = 4;

/** Screen pixels of a place that is shown. */
const PLACE_SIDE = 72;

/** A pattern is named where it makes up at least half of the filter's weights, squared. */
const LEAST_LIKENESS = Math.SQRT1_2;

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createFilterPicture(state) {
  const t = textsOf(state.get());
  const figure = createFigure({ across: 2 });
  const words = element("p", {});
  const legend = element("p", { class: "note" });
  const heading = element("h4", {}, t("filter.found"));
  const places = element("div", { class: "filter-places" });
  const root = element(
    "div",
    { class: "filter" },
    figure.root,
    element("div", { class: "filter-words" }, words, legend, heading, places),
  );

  /** @param {Readonly<DrawState>} now @param {Explanation} explanation */
  function draw(now, { layer, position: [, , filter] }) {
    const step = stepOf(now, layer);
    const { values: kernel, shape } = filtersOf(step, now.model.weights[layer]);
    const { values, height, width } = kernelMosaic(kernel, shape, filter);
    const pixels = paintValues(values, rangeOf(kernel), palettesOf(now).signed);
    const caption = t("filter.picture", { layer, channel: filter, number: shape[2] });
    figure.draw(caption, { pixels, width, height }, now.colors.accent, { frame: null });
    legend.textContent = t(now.plain ? "filter.legendPlain" : "filter.legend");
    words.textContent = shape[2] === 1 ? likenessText(values, height, width) : t("filter.several");
    showPlaces(now, layer, filter);
  }

  /** @param {Float32Array} weights @param {number} rows @param {number} columns */
  function likenessText(weights, rows, columns) {
    const { pattern, isOpposite, likeness } = likenessOf(weights, rows, columns);
    if (likeness < LEAST_LIKENESS) return t("filter.unlike");
    const key = `pattern.${pattern}${isOpposite ? ".opposite" : ""}`;
    return t("filter.like", {
      pattern: t(/** @type {TextKey} */ (key)),
      likeness: likeness.toFixed(2),
    });
  }

  /** @param {Readonly<DrawState>} now @param {string} layer @param {number} filter */
  function showPlaces(now, layer, filter) {
    const index = now.model.architecture.layers.findIndex(({ name }) => name === layer);
    const output = now.judged?.snapshot.layers[index];
    if (!output || !now.judged) return;
    const found = strongestPlaces(output.activation, output.shape, filter);
    heading.hidden = places.hidden = found.length === 0;
    const drawn = netPixels(now, now.judged.received);
    places.replaceChildren(...found.map(({ row, column, value }) => {
      const text = t("neuron.pixel", { row, column, value: toText(value) });
      const canvas = element("canvas", { "aria-hidden": true });
      const region = regionOfInput(now.model.architecture, index, [row, column, filter]);
      paintRegion(canvas, drawn, region.rows, region.columns);
      const choose = button("", () => state.set({ neuron: [row, column, filter], term: -1 }), {
        class: "filter-place",
      });
      choose.append(canvas, element("span", {}, text));
      return choose;
    }));
  }

  return {
    name: "filter",
    title: "filter.title",
    root,
    fits: (_, { kind }) => KIND_FACTS[kind].convolves,
    draw,
  };
}

/**
 * Returns where a map is largest and above 0, no two of them neighbours.
 *
 * @param {ArrayLike<number>} values (height, width, channels)
 * @param {readonly number[]} shape
 * @param {number} channel
 * @returns {{row: number, column: number, value: number}[]}
 */
export function strongestPlaces(values, [height, width, channels], channel) {
  const all = Array.from({ length: height * width }, (_, place) => ({
    row: Math.floor(place / width),
    column: place % width,
    value: values[place * channels + channel],
  })).filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const found = /** @type {typeof all} */ ([]);
  for (const place of all) {
    const isFar = found.every(({ row, column }) =>
      Math.max(Math.abs(row - place.row), Math.abs(column - place.column)) > 1
    );
    if (isFar) found.push(place);
    if (found.length === NUM_PLACES) break;
  }
  return found;
}

/**
 * Paints a part of a picture.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import("../../picture_pixels.js").Pixels} drawn
 * @param {[number, number]} rows first, and first behind the last
 * @param {[number, number]} columns
 */
function paintRegion(canvas, { pixels, width }, [top, bottom], [left, right]) {
  const [height, across] = [Math.max(bottom - top, 1), Math.max(right - left, 1)];
  const scale = PLACE_SIDE / Math.max(height, across);
  canvas.style.width = `${across * scale}px`;
  canvas.style.height = `${height * scale}px`;
  const context = prepare(canvas, across * scale, height * scale);
  const picture = createBuffer().show(pixels, width);
  context.drawImage(
    picture,
    left,
    top,
    across,
    height,
    0,
    0,
    across * scale,
    height * scale,
  );
}
