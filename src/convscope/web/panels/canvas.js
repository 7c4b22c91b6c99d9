/** Canvases that are sharp on every screen. */

/** @import { Palettes } from "../draw/palettes.js" */
/** @import { DrawState } from "./draw_state.js" */
import { PALETTES, PLAIN_PALETTES } from "../draw/palettes.js";

/** Screen pixels of a letter where nobody asked for larger ones. */
const USUAL_LETTER = 16;

/**
 * Returns the two-dimensional context of a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Gives a canvas as many pixels as the screen has for it, and lets drawing count in units of the
 * page. It is empty afterwards.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in units of the page
 * @param {number} height in units of the page
 * @returns {CanvasRenderingContext2D}
 */
export function prepare(canvas, width, height) {
  const density = globalThis.devicePixelRatio || 1;
  const columns = Math.round(width * density);
  const rows = Math.round(height * density);
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = contextOf(canvas);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  return context;
}

/**
 * Returns the width that a canvas has on the page, measured whenever it changes: asking in the
 * middle of painting would make the browser lay the page out again.
 *
 * @param {HTMLElement} measured
 * @param {() => void} change called after each change
 * @returns {{width: () => number, stop: () => void}}
 */
export function watchWidth(measured, change) {
  let width = 0;
  const observer = new ResizeObserver(([entry]) => {
    if (entry.contentRect.width === width) return;
    width = entry.contentRect.width;
    change();
  });
  observer.observe(measured);
  return { width: () => width, stop: () => observer.disconnect() };
}

/**
 * A picture in memory that is drawn from; it is made when it is needed first.
 *
 * @typedef {{show: (pixels: Uint32Array<ArrayBuffer>, width: number) => HTMLCanvasElement}} Buffer
 */

/** @returns {Buffer} */
export function createBuffer() {
  /** @type {HTMLCanvasElement | undefined} */
  let canvas;
  return {
    show(pixels, width) {
      canvas ??= document.createElement("canvas");
      const height = pixels.length / width;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const bytes = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      contextOf(canvas).putImageData(new ImageData(bytes, width, height), 0, 0);
      return canvas;
    },
  };
}

/**
 * Returns a colour of the style sheet as a pixel of a palette.
 *
 * @param {string} color
 * @returns {number}
 */
export function pixelOf(color) {
  const context = contextOf(document.createElement("canvas"));
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
}

/**
 * Returns the colours that the screen is drawn with.
 *
 * @param {Readonly<Pick<DrawState, "theme" | "plain">>} state
 * @returns {Palettes}
 */
export function palettesOf({ theme, plain }) {
  return plain ? PLAIN_PALETTES[theme] : PALETTES[theme];
}

/**
 * Returns how much larger than usual letters are on this screen, so that pictures grow with them.
 *
 * @returns {number} 1 for the browser's usual size
 */
export function letterScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_LETTER;
}
