/** One layer as a column: its feature maps, its filters, or its values. */

/** @import { LayerOutput } from "../../net/executor.js" */
/** @import { Item } from "../../draw/net_layout.js" */
/** @import { SeenPlaces } from "../../draw/pixels.js" */
/** @import { DrawStore } from "../draw_state.js" */
/** @import { LayerForm } from "../layer_form.js" */
import { breakable, button, element } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { isSigned, nearest } from "../../draw/pixels.js";
import { cornerOf, layOut } from "../../draw/sheet.js";
import { seenOn } from "../../draw/sheet_pixels.js";
import { layerForm } from "../layer_form.js";
import { filterPictures, hasFilters, outputPicture } from "../layer_picture.js";
import { connectSheet } from "./layer_sheet.js";
import { sourcesIn } from "./looked_values.js";
import { lookOf } from "../looking.js";
import { kindText, textsOf } from "../reader.js";
import { createSheetCanvas } from "../sheet_canvas.js";

/** Units of the page where the rows scroll: the longest side of a map, the height of a column. */
export const CELL = 26;
export const ROOM = 390;

/** A value with its name: its height, at least and at most, and what both take of a row. */
const NAMED_ROW = 26;
const LEAST_NAMED_ROW = 15;
const NAMED_WIDTH = 126;
const LONG_NAMED_WIDTH = 176;

/** Maps that are shown before the reader asks for all. */
const FIRST_MAPS = 128;

/** Digits of the numbers at the ends of a scale. */
const SCALE_DIGITS = 3;

/** Frames around the maps that another map is made of: dashed for those that take away. */
const THICK_FRAME = 3;
const DASHES = [3, 2];

/**
 * How large the maps of a column are, in units of the page.
 *
 * @typedef {{cell: number, room: number, scale: number}} Size `scale`: how much larger than usual
 *   letters are
 */

/**
 * @typedef {object} LayerColumn
 * @property {HTMLElement} root
 * @property {HTMLCanvasElement} canvas
 * @property {boolean} isMaps
 * @property {() => number | null} endOfNames where the values with their names end on the screen
 * @property {() => boolean} hasMore whether it has maps that are not shown
 * @property {(scale: number) => Item} item what it needs of a row
 * @property {(size: Size) => void} resize
 * @property {() => void} draw
 * @property {(place: number) => {x: number, y: number, width: number, height: number}
 *   | null} boxOf a map or a value on the canvas; null for one that is not shown
 */

/**
 * Returns a column.
 *
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {() => void} change called when the column wants another size
 * @returns {LayerColumn}
 */
export function createLayerColumn(state, index, change) {
  const t = textsOf(state.get());
  const form = layerForm(state.get().model, index);
  const { shape, isMaps, isNamed, grid, numPlaces, nameOf } = form;
  let numShown = isMaps ? Math.min(numPlaces, FIRST_MAPS) : 1;
  /** @type {Size} */
  let size = { cell: CELL, room: ROOM, scale: 1 };
  let sheet = layOut(1, 1, 1, size);

  const canvas = element("canvas", { tabindex: 0, role: "slider", "aria-valuemin": 1 });
  const texts = isNamed ? Array.from({ length: numPlaces }, () => element("span")) : [];
  const names = element(
    "ol",
    { class: "named-values" },
    ...texts.map((text, place) => element("li", {}, element("span", {}, nameOf(place)), text)),
  );
  const scale = element("p", { class: "note scale" });
  const all = button(t("layers.all"), () => {
    numShown = numPlaces;
    all.hidden = true;
    change();
  }, { class: "quiet" });
  all.hidden = !isMaps || numShown === numPlaces;
  const root = element(
    "section",
    { class: "layer", "aria-label": form.name },
    layerHead(t, form),
    element("div", { class: "layer-body" }, canvas, names),
    scale,
    all,
  );
  const showSheet = createSheetCanvas(canvas);
  const pointing = connectSheet(canvas, state, index, {
    form,
    sheet: () => sheet,
    numReachable: () => isMaps ? numShown : numPlaces,
    output,
  });

  /** @returns {LayerOutput | undefined} */
  function output() {
    return state.get().judged?.snapshot.layers[index];
  }

  /** @param {Size} wanted */
  function resize(wanted) {
    size = wanted;
    const { cell, room } = isNamed ? namedSize(grid.rows, size) : size;
    names.style.setProperty("--row", `${cell / grid.rows}px`);
    sheet = layOut(numShown, grid.rows, grid.columns, { cell, room });
    // The place is taken before anything is painted there: only what is seen is painted.
    canvas.style.width = `${sheet.width}px`;
    canvas.style.height = `${sheet.height}px`;
  }

  /** @returns {SeenPlaces} of a map; all of a vector, whose values are never many */
  function seen() {
    const { rows, columns } = grid;
    if (isMaps) return seenOn(sheet, grid, globalThis.devicePixelRatio || 1);
    return { rows: nearest(rows, rows), columns: nearest(columns, columns) };
  }

  function draw() {
    const now = state.get();
    const showsFilters = now.filters && hasFilters(now.model, index);
    const picture = showsFilters
      ? filterPictures(now, index, numShown)
      : outputPicture(now, output(), shape, seen(), numShown);
    const context = showSheet(sheet, picture, now.colors.line);
    const values = output()?.activation;
    texts.forEach((text, place) => {
      text.textContent = values ? toText(values[place]) : "";
    });
    outline(context);
    scale.textContent = showsFilters || !output() ? "" : rangeText(picture.range);
    if (canvas.matches(":focus")) pointing.describe();
  }

  /**
   * Marks the map that is looked at, and the one that is open.
   *
   * @param {CanvasRenderingContext2D} context
   */
  function outline(context) {
    const now = state.get();
    const { layer: opened, neuron } = now;
    const look = lookOf(now);
    const places = new Set([look?.index === index ? look.place : -1]);
    if (opened === form.name && neuron.length === shape.length) {
      places.add(neuron[neuron.length - 1]);
    }
    const frame = (/** @type {number} */ place, /** @type {number} */ width) => {
      const box = boxOf(place);
      if (!box) return;
      const inset = isMaps ? width / 2 : 0;
      context.lineWidth = width;
      context.strokeRect(
        box.x + inset,
        box.y + inset,
        box.width - 2 * inset,
        box.height - 2 * inset,
      );
    };
    for (const { place, strength, isNegative } of sourcesIn(now, look, index)) {
      context.strokeStyle = isNegative ? now.colors.accent : now.colors.fill;
      context.setLineDash(isNegative ? DASHES : []);
      context.globalAlpha = strength;
      frame(place, THICK_FRAME * strength);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.strokeStyle = now.colors.accent;
    for (const place of places) frame(place, 2);
  }

  /** @param {number} place */
  function boxOf(place) {
    if (place < 0 || place >= (isMaps ? numShown : numPlaces)) return null;
    if (isMaps) {
      return { ...cornerOf(sheet, place), width: sheet.mapWidth, height: sheet.mapHeight };
    }
    const width = sheet.mapWidth / grid.columns;
    const height = sheet.mapHeight / grid.rows;
    const x = (place % grid.columns) * width;
    return { x, y: Math.floor(place / grid.columns) * height, width, height };
  }

  resize(size);
  pointing.describe();
  return {
    root,
    canvas,
    isMaps,
    endOfNames: () => isNamed ? names.getBoundingClientRect().right : null,
    hasMore: () => !all.hidden,
    item: (scale) => ({
      numMaps: isNamed ? 0 : numShown,
      height: grid.rows,
      width: grid.columns,
      fixedWidth: isNamed ? namedWidth(form) * scale : 0,
      leastHeight: isNamed ? grid.rows * LEAST_NAMED_ROW * scale : 0,
      leads: false,
    }),
    resize,
    draw,
    boxOf,
  };
}

/** @param {import("../../core/texts.js").Translate} t @param {LayerForm} form @returns {HTMLElement} */
function layerHead(t, { name, kind, shape, isMaps }) {
  const size = isMaps
    ? t("layers.maps", { number: shape[2], height: shape[0], width: shape[1] })
    : t("layers.values", { number: shape[0] });
  return element(
    "div",
    { class: "layer-head" },
    element("h3", {}, breakable(name)),
    element("p", { class: "note kind" }, kindText(t, kind)),
    element("p", { class: "note size" }, size),
  );
}

/** @param {number} numRows @param {Size} size @returns {{cell: number, room: number}} */
function namedSize(numRows, { room, scale }) {
  const row = Math.min(
    Math.max(Math.floor(room / numRows), LEAST_NAMED_ROW * scale),
    NAMED_ROW * scale,
  );
  return { cell: numRows * row, room: numRows * row };
}

/** @param {LayerForm} form @returns {number} what values with their names take of a row */
function namedWidth({ numPlaces, nameOf }) {
  const names = Array.from({ length: numPlaces }, (_, place) => nameOf(place));
  return names.some((name) => name.length > 3) ? LONG_NAMED_WIDTH : NAMED_WIDTH;
}

/** @param {import("../../draw/pixels.js").Range} range @returns {string} what the colours stand for */
function rangeText(range) {
  const high = toText(range.high, SCALE_DIGITS);
  return isSigned(range) ? `−${high}\u2009…\u2009${high}` : `0\u2009…\u2009${high}`;
}
