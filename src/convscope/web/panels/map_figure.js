/** One map, or one vector, as a picture with a frame in it. */

/** @import { Step } from "../net/architecture.js" */
/** @import { Region } from "../net/regions.js" */
/** @import { DrawState } from "./draw_state.js" */
/** @import { Pixels } from "./picture_pixels.js" */
import { breakable, element } from "../core/dom.js";
import { isSigned, paintMaps, paintValues, rangeOf } from "../draw/pixels.js";
import { vectorGrid } from "../draw/sheet.js";
import { createBuffer, letterScale, palettesOf, prepare } from "./canvas.js";

/** @typedef {{top: number, left: number, height: number, width: number}} Frame in pixels */

/**
 * Returns the step of a layer.
 *
 * @param {Readonly<DrawState>} state
 * @param {string} name
 * @returns {Step}
 */
export function stepOf({ model }, name) {
  const { steps } = model.architecture;
  return steps.find(({ layer }) => layer.name === name) ?? steps[0];
}

/**
 * Returns the rows and columns in which the values of a layer are shown.
 *
 * @param {readonly number[]} shape
 * @returns {{rows: number, columns: number}}
 */
export function gridOf(shape) {
  return shape.length === 3 ? { rows: shape[0], columns: shape[1] } : vectorGrid(shape[0]);
}

/**
 * Returns where a position is seen.
 *
 * @param {readonly number[]} position
 * @param {readonly number[]} shape
 * @returns {{row: number, column: number}}
 */
export function placeOf(position, shape) {
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
export function frameOf({ rows, columns, indices }, shape) {
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
export function mapPixels(state, values, shape, channel) {
  const { rows, columns } = gridOf(shape);
  const range = rangeOf(values);
  const palettes = palettesOf(state);
  const palette = isSigned(range) ? palettes.signed : palettes.level;
  const pixels = new Uint32Array(rows * columns);
  if (shape.length === 3) {
    const map = new Float32Array(rows * columns);
    for (let place = 0; place < map.length; place++) {
      map[place] = values[place * shape[2] + channel];
    }
    paintMaps(map, [rows, columns, 1], range, palette, pixels);
  } else pixels.set(paintValues(values, range, palette));
  return { pixels, width: columns, height: rows };
}

/** Screen pixels; on a small screen three figures still stand beside each other. */
const LARGEST_SIDE = 168;

/** Counts figures, so that each has an id of its own. */
let numFigures = 0;

/**
 * A canvas with a caption. `part` of its largest side is used: so that pixels of two maps are
 * equally large.
 *
 * @typedef {object} Figure
 * @property {HTMLElement} root
 * @property {HTMLCanvasElement} canvas
 * @property {(caption: string, pixels: Pixels, accent: string,
 *   marks: {frame: Frame | null, mark?: Frame | null}, part?: number) => void} draw
 */

/**
 * Returns a figure of a map.
 *
 * @param {{largest?: number, across?: number}} [sizes] longest side that it may have, in screen
 *   pixels, and how many of its kind stand side by side on the smallest screen
 * @returns {Figure}
 */
export function createFigure({ largest = LARGEST_SIDE, across = 3 } = {}) {
  const canvas = element("canvas", { id: `neuron-figure-${++numFigures}` });
  const label = element("figcaption");
  const buffer = createBuffer();
  return {
    root: element("figure", {}, canvas, label),
    canvas,
    draw(caption, { pixels, width, height }, accent, { frame, mark }, part = 1) {
      label.textContent = breakable(caption);
      if (canvas.getAttribute("role") !== "application") {
        canvas.setAttribute("role", "img"); // Nameless until then: there is nothing to see.
        canvas.setAttribute("aria-label", caption);
      }
      const side = part * Math.min(
        largest * letterScale(),
        (canvas.closest(".neuron")?.clientWidth ?? 0) / (across + 0.4),
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
