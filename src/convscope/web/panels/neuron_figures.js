/** Where a neuron looks: in the input, in the layer before; and its own map to choose from. */

/** @import { Explanation, Term } from "../net/inspector.js" */
/** @import { Region } from "../net/regions.js" */
/** @import { DrawState, DrawStore } from "./draw_state.js" */
/** @import { Pixels } from "./picture_pixels.js" */
import { breakable, element, listen } from "../core/dom.js";
import { flatIndex } from "../core/arrays.js";
import { toText } from "../core/number_text.js";
import { isSigned, paintMaps, paintValues, rangeOf } from "../draw/pixels.js";
import { vectorGrid } from "../draw/sheet.js";
import { createBuffer, letterScale, palettesOf, prepare } from "./canvas.js";
import { netPixels } from "./picture_pixels.js";
import { textsOf } from "./reader.js";
import { shownChannel, walkingOrder } from "./terms.js";

/** @typedef {{top: number, left: number, height: number, width: number}} Frame in pixels */

/**
 * Returns the three figures.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createNeuronFigures(state) {
  const t = textsOf(state.get());
  const input = createFigure();
  const before = createFigure();
  const map = createFigure();
  const help = `${map.canvas.id}-help`;
  map.canvas.tabIndex = 0;
  map.canvas.classList.add("is-choosable");
  map.canvas.setAttribute("role", "application");
  listen(map.canvas, "pointerdown", (/** @type {PointerEvent} */ event) => choosePixel(event));
  listen(map.canvas, "keydown", (/** @type {KeyboardEvent} */ event) => chooseByKey(event));
  const root = element(
    "div",
    { class: "neuron-figures" },
    input.root,
    element("span", { class: "arrow", "aria-hidden": true }, "→"),
    before.root,
    element("span", { class: "arrow", "aria-hidden": true }, "→"),
    map.root,
  );
  map.root.append(
    element("p", { class: "note" }, t("neuron.mapChoose")),
    element("p", { class: "note keyboard-hint", id: help }, t("neuron.mapHelp")),
  );

  /** @param {PointerEvent} event */
  function choosePixel(event) {
    const { explanation, model } = state.get();
    if (!explanation) return;
    const { left, top, width, height } = map.canvas.getBoundingClientRect();
    const { outputShape } = stepOf(state.get(), explanation.layer);
    const grid = gridOf(outputShape);
    const row = Math.floor((event.clientY - top) / height * grid.rows);
    const column = Math.floor((event.clientX - left) / width * grid.columns);
    choose(row, column);
    return model;
  }

  /** @param {KeyboardEvent} event */
  function chooseByKey(event) {
    /** @type {Record<string, [number, number]>} */
    const steps = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    const { explanation } = state.get();
    if (!step || !explanation) return;
    event.preventDefault();
    const { outputShape } = stepOf(state.get(), explanation.layer);
    const { row, column } = placeOf(explanation.position, outputShape);
    choose(row + step[0], column + step[1]);
  }

  /** @param {number} row @param {number} column */
  function choose(row, column) {
    const { layer, neuron } = state.get();
    const { outputShape } = stepOf(state.get(), layer);
    const { rows, columns } = gridOf(outputShape);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    if (outputShape.length === 3) state.set({ neuron: [row, column, neuron[2]], term: -1 });
    else if (row * columns + column < outputShape[0]) {
      state.set({ neuron: [row * columns + column], term: -1 });
    }
  }

  function draw() {
    const now = state.get();
    const { explanation, judged } = now;
    if (!explanation || !judged) return;
    const walk = walkingOrder(explanation);
    const term = walk[now.term];
    const { accent } = now.colors;
    input.draw(t("neuron.input"), netPixels(now, judged.received), accent, {
      frame: frameOf(explanation.input_region, now.model.architecture.input.shape),
    });
    drawBefore(now, explanation, walk, term, accent);
    const { outputShape } = stepOf(now, explanation.layer);
    const { row, column } = placeOf(explanation.position, outputShape);
    const caption = outputShape.length === 3
      ? t("neuron.map", { layer: explanation.layer, channel: explanation.position[2] })
      : t("neuron.values", { layer: explanation.layer });
    const index = now.model.architecture.layers.findIndex(({ name }) => name === explanation.layer);
    const values = judged.snapshot.layers[index].activation;
    const channel = outputShape.length === 3 ? explanation.position[2] : 0;
    map.draw(caption, mapPixels(now, values, outputShape, channel), accent, {
      frame: { top: row, left: column, height: 1, width: 1 },
    });
    const value = toText(explanation.activation);
    map.canvas.setAttribute(
      "aria-label",
      `${caption}. ${t("neuron.pixel", { row, column, value })}. ${t("neuron.mapHelp")}`,
    );
  }

  /**
   * @param {Readonly<DrawState>} now
   * @param {Explanation} explanation
   * @param {Term[]} walk
   * @param {Term | undefined} term
   * @param {string} accent
   */
  function drawBefore(now, explanation, walk, term, accent) {
    const { input_layer: layer, input_shape: shape, region } = explanation;
    const index = now.model.architecture.layers.findIndex(({ name }) => name === layer);
    const channel = shape.length < 3
      ? 0
      : (region.channels?.[0] ?? 0) + shownChannel(explanation, walk, now.term);
    const caption = shape.length === 3
      ? t("neuron.beforeChannel", { layer, channel })
      : t("neuron.before", { layer });
    const pixels = index < 0 && now.judged
      ? netPixels(now, now.judged.received)
      : mapPixels(now, now.judged?.snapshot.layers[index].activation ?? [], shape, channel);
    const place = term && !term.is_padding ? placeOf(term.position, shape) : null;
    before.draw(caption, pixels, accent, {
      frame: frameOf(region, shape),
      mark: place && { top: place.row, left: place.column, height: 1, width: 1 },
    });
  }

  return { root, draw };
}

/** @param {Readonly<DrawState>} state @param {string} name */
function stepOf({ model }, name) {
  const { steps } = model.architecture;
  return steps.find(({ layer }) => layer.name === name) ?? steps[0];
}

/** @param {readonly number[]} shape @returns {{rows: number, columns: number}} */
function gridOf(shape) {
  return shape.length === 3 ? { rows: shape[0], columns: shape[1] } : vectorGrid(shape[0]);
}

/**
 * Returns where a position is seen.
 *
 * @param {readonly number[]} position
 * @param {readonly number[]} shape
 * @returns {{row: number, column: number}}
 */
function placeOf(position, shape) {
  if (shape.length === 3) return { row: position[0], column: position[1] };
  const { columns } = gridOf(shape);
  return { row: Math.floor(position[0] / columns), column: position[0] % columns };
}

/**
 * Returns the frame around a region, null for a region of a vector and for nothing.
 *
 * @param {Region} region
 * @param {readonly number[]} shape
 * @returns {Frame | null}
 */
function frameOf({ rows, columns, indices }, shape) {
  if (rows && columns && rows[1] > rows[0]) {
    const [top, bottom] = rows;
    const [left, right] = columns;
    return { top, left, height: bottom - top, width: right - left };
  }
  if (!indices || shape.length === 3 || indices[1] - indices[0] !== 1) return null;
  const { row, column } = placeOf([indices[0]], shape);
  return { top: row, left: column, height: 1, width: 1 };
}

/**
 * Returns one map of a layer, or its vector, as pixels.
 *
 * @param {Readonly<DrawState>} state
 * @param {ArrayLike<number>} values
 * @param {readonly number[]} shape
 * @param {number} channel
 * @returns {Pixels}
 */
function mapPixels(state, values, shape, channel) {
  const { rows, columns } = gridOf(shape);
  const range = rangeOf(values);
  const palettes = palettesOf(state);
  const palette = isSigned(range) ? palettes.signed : palettes.level;
  const pixels = new Uint32Array(rows * columns);
  if (shape.length === 3) {
    const map = Float32Array.from(
      { length: rows * columns },
      (_, place) =>
        values[flatIndex(shape, [Math.floor(place / columns), place % columns, channel])],
    );
    paintMaps(map, [rows, columns, 1], range, palette, pixels);
  } else pixels.set(paintValues(values, range, palette));
  return { pixels, width: columns, height: rows };
}

/** Screen pixels; on a small screen three figures still stand beside each other. */
const LARGEST_SIDE = 168;

/** Counts figures, so that each has an id of its own. */
let numFigures = 0;

/**
 * @returns {{root: HTMLElement, canvas: HTMLCanvasElement, draw: (caption: string,
 *   pixels: Pixels, accent: string, marks: {frame: Frame | null, mark?: Frame | null}) => void}}
 */
function createFigure() {
  const canvas = element("canvas", { id: `neuron-figure-${++numFigures}`, role: "img" });
  const label = element("figcaption");
  const buffer = createBuffer();
  return {
    root: element("figure", {}, canvas, label),
    canvas,
    draw(caption, { pixels, width, height }, accent, { frame, mark }) {
      label.textContent = breakable(caption);
      if (canvas.getAttribute("role") === "img") canvas.setAttribute("aria-label", caption);
      const side = Math.min(
        LARGEST_SIDE * letterScale(),
        (canvas.closest(".neuron")?.clientWidth ?? 0) / 3.4,
      );
      const scale = side / Math.max(width, height);
      canvas.style.width = `${width * scale}px`;
      canvas.style.height = `${height * scale}px`;
      const context = prepare(canvas, width * scale, height * scale);
      context.drawImage(buffer.show(pixels, width), 0, 0, width * scale, height * scale);
      context.strokeStyle = accent;
      for (const [box, lineWidth] of /** @type {const} */ ([[frame, 2], [mark, 3]])) {
        if (!box) continue;
        context.lineWidth = lineWidth;
        const inset = lineWidth / 2;
        context.strokeRect(
          box.left * scale + inset,
          box.top * scale + inset,
          Math.max(box.width * scale - lineWidth, 1),
          Math.max(box.height * scale - lineWidth, 1),
        );
      }
    },
  };
}
