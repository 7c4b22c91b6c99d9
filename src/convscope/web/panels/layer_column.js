/** One layer as a column: its feature maps, its filters, or its values. */

/** @import { LayerOutput } from "../net/executor.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { breakable, button, element, listen } from "../core/dom.js";
import { shapeText } from "../core/arrays.js";
import { toText } from "../core/number_text.js";
import { isSigned } from "../draw/pixels.js";
import { cornerOf, layOut, mapAt, vectorGrid } from "../draw/sheet.js";
import { className } from "./draw_state.js";
import { filterPictures, hasFilters, outputPicture } from "./layer_picture.js";
import { openMap, openValue } from "./open_neuron.js";
import { kindText, textsOf } from "./reader.js";
import { createSheetCanvas } from "./sheet_canvas.js";

/** Screen pixels: the longest side of a map, the height of a column, a value with its name. */
const CELL = 26;
const ROOM = 390;
const NAMED_ROW = 26;

/** Maps that are shown before the reader asks for all. */
const FIRST_MAPS = 64;

/**
 * Returns a column.
 *
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {{scale: number}} sizes how much larger than usual everything is, which may change
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createLayerColumn(state, index, sizes) {
  const t = textsOf(state.get());
  const { architecture, classNames } = state.get().model;
  const { layer, outputShape: shape } = architecture.steps[index];
  const isMaps = shape.length === 3;
  const isLast = index === architecture.steps.length - 1;
  const grid = isMaps ? { rows: shape[0], columns: shape[1] } : vectorGrid(shape[0]);
  const isNamed = !isMaps && grid.columns === 1;
  let numShown = isMaps ? Math.min(shape[2], FIRST_MAPS) : 1;
  let chosen = 0;

  const canvas = element("canvas", { tabindex: 0, role: "slider", "aria-valuemin": 1 });
  const texts = isNamed ? Array.from({ length: shape[0] }, () => element("span")) : [];
  const names = element(
    "ol",
    { class: "named-values" },
    ...texts.map((text, place) => element("li", {}, element("span", {}, nameOf(place)), text)),
  );
  const scale = element("p", { class: "note scale" });
  const all = button(t("layers.all"), () => {
    numShown = shape[2];
    all.hidden = true;
    describe();
    draw();
  }, { class: "quiet" });
  all.hidden = !isMaps || numShown === shape[2];
  const size = isMaps
    ? t("layers.maps", { number: shape[2], height: shape[0], width: shape[1] })
    : t("layers.values", { number: shape[0] });
  const root = element(
    "section",
    { class: "layer", "aria-label": layer.name },
    element(
      "div",
      { class: "layer-head" },
      element("h3", {}, breakable(layer.name)),
      element("p", { class: "note kind" }, kindText(t, layer.kind)),
      element("p", { class: "note size" }, size),
    ),
    element("div", { class: "layer-body" }, canvas, names),
    scale,
    all,
  );
  canvas.title = `${layer.kind} ${shapeText(shape)}`;
  const showSheet = createSheetCanvas(canvas);

  function sheet() {
    const { scale } = sizes;
    const most = ROOM * scale;
    if (isMaps) {
      return layOut(numShown, grid.rows, grid.columns, { cell: CELL * scale, room: most });
    }
    const room = isNamed ? grid.rows * NAMED_ROW * scale : most;
    return layOut(1, grid.rows, grid.columns, { cell: room, room });
  }

  /** @returns {LayerOutput | undefined} */
  const output = () => state.get().judged?.snapshot.layers[index];

  /** @param {number} place @returns {string} */
  function nameOf(place) {
    return isLast && classNames.length === shape[0]
      ? className(state.get().model, place)
      : String(place);
  }

  function draw() {
    const now = state.get();
    const layout = sheet();
    const showsFilters = now.filters && hasFilters(now.model, index);
    const picture = showsFilters
      ? filterPictures(now, index, numShown)
      : outputPicture(now, output(), shape, grid, numShown);
    const context = showSheet(layout, picture, now.colors.line);
    showValues();
    outline(context, layout);
    scale.textContent = showsFilters || !output() ? "" : rangeText(picture.range);
    if (canvas.matches(":focus")) describe();
  }

  function showValues() {
    const values = output()?.activation;
    texts.forEach((text, place) => {
      text.textContent = values ? toText(values[place]) : "";
    });
  }

  /**
   * Marks the map that is open, and the one that the keyboard has reached.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {import("../draw/sheet.js").Sheet} layout
   */
  function outline(context, layout) {
    const { layer: opened, neuron } = state.get();
    const isOpened = opened === layer.name && neuron.length === shape.length;
    if (isOpened && isMaps) chosen = neuron[2];
    if (isOpened && !isMaps) chosen = neuron[0];
    if (!isOpened && !canvas.matches(":focus")) return;
    context.strokeStyle = state.get().colors.accent;
    context.lineWidth = 2;
    const { mapWidth, mapHeight } = layout;
    if (isMaps) {
      if (chosen >= numShown) return;
      const { x, y } = cornerOf(layout, chosen);
      context.strokeRect(x + 1, y + 1, mapWidth - 2, mapHeight - 2);
      return;
    }
    const width = mapWidth / grid.columns;
    const height = mapHeight / grid.rows;
    const x = (chosen % grid.columns) * width;
    context.strokeRect(x, Math.floor(chosen / grid.columns) * height, width, height);
  }

  function describe() {
    const values = output()?.activation;
    canvas.setAttribute(
      "aria-label",
      t(isMaps ? "layers.mapOf" : "layers.valuesOf", {
        layer: layer.name,
      }),
    );
    canvas.setAttribute("aria-valuemax", String(isMaps ? numShown : shape[0]));
    canvas.setAttribute("aria-valuenow", String(chosen + 1));
    if (!isMaps) {
      const value = values ? toText(values[chosen]) : "–";
      canvas.setAttribute("aria-valuetext", t("layers.valueText", { name: nameOf(chosen), value }));
      return;
    }
    let largest = 0;
    for (let at = chosen; values && at < values.length; at += shape[2]) {
      largest = Math.max(largest, values[at]);
    }
    canvas.setAttribute(
      "aria-valuetext",
      t("layers.mapText", {
        channel: chosen,
        number: shape[2],
        value: toText(largest),
      }),
    );
  }

  function open() {
    if (isMaps) openMap(state, index, chosen);
    else openValue(state, index, chosen);
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const { left, top } = canvas.getBoundingClientRect();
    const layout = sheet();
    const x = event.clientX - left;
    const y = event.clientY - top;
    if (isMaps) {
      const map = mapAt(layout, x, y);
      if (map < 0) return;
      chosen = map;
    } else {
      const column = isNamed ? 0 : Math.floor(x / layout.mapWidth * grid.columns);
      const place = Math.floor(y / layout.mapHeight * grid.rows) * grid.columns + column;
      if (place >= shape[0] || column >= grid.columns) return;
      chosen = place;
    }
    open();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const last = (isMaps ? numShown : shape[0]) - 1;
    const across = isMaps ? sheet().rows : 1;
    const down = isMaps ? 1 : grid.columns;
    /** @type {Record<string, number>} */
    const places = {
      ArrowLeft: chosen - across,
      ArrowRight: chosen + across,
      ArrowUp: chosen - down,
      ArrowDown: chosen + down,
      Home: 0,
      End: last,
    };
    if (event.key === "Enter" || event.key === " ") open();
    else if (event.key in places) {
      chosen = Math.min(Math.max(places[event.key], 0), last);
      draw();
    } else return;
    event.preventDefault();
  }

  listen(canvas, "click", click);
  listen(canvas, "keydown", press);
  listen(canvas, "focus", draw);
  listen(canvas, "blur", draw);
  describe();
  return { root, draw };
}

/** @param {import("../draw/pixels.js").Range} range @returns {string} what the colours stand for */
function rangeText(range) {
  const high = toText(range.high);
  return isSigned(range) ? `−${high} … ${high}` : `0 … ${high}`;
}
