/** A layer's sheet as pixels of the screen: one picture instead of one per map. */

/** @import { Sheet } from "./sheet.js" */
import { cornerOf } from "./sheet.js";

/**
 * @typedef {object} SheetPixels
 * @property {Uint32Array<ArrayBuffer>} pixels (height, width)
 * @property {number} width in pixels of the screen
 * @property {number} height
 * @property {(maps: Uint32Array) => void} paint puts maps (maps × height, width) into their
 *   places
 */

/**
 * Returns an empty sheet with a frame around every place. Maps are enlarged or reduced without
 * mixing colours.
 *
 * @param {Sheet} sheet
 * @param {{width: number, height: number}} map size of one map in values
 * @param {number} density pixels of the screen for one of the page
 * @param {number} frame colour, as in a palette
 * @returns {SheetPixels}
 */
export function createSheetPixels(sheet, map, density, frame) {
  const toScreen = (/** @type {number} */ length) => Math.round(length * density);
  const width = toScreen(sheet.width);
  const height = toScreen(sheet.height);
  const pixels = new Uint32Array(width * height);
  const columns = nearest(toScreen(sheet.mapWidth), map.width);
  const rows = nearest(toScreen(sheet.mapHeight), map.height);
  const corners = Array.from({ length: sheet.numMaps }, (_, index) => {
    const { x, y } = cornerOf(sheet, index);
    // Rounding up may push the last place over the edge by a pixel.
    return {
      left: Math.min(toScreen(x), width - columns.length),
      top: Math.min(toScreen(y), height - rows.length),
    };
  });
  const border = Math.max(1, Math.floor(density));
  for (const { left, top } of corners) {
    const right = Math.min(left + columns.length + border, width);
    const bottom = Math.min(top + rows.length + border, height);
    for (let row = Math.max(top - border, 0); row < bottom; row++) {
      pixels.fill(frame, row * width + Math.max(left - border, 0), row * width + right);
    }
  }

  return {
    pixels,
    width,
    height,
    paint(maps) {
      corners.forEach(({ left, top }, index) => {
        const first = index * map.height;
        for (let row = 0; row < rows.length; row++) {
          const from = (first + rows[row]) * map.width;
          spread(maps, from, columns, pixels, (top + row) * width + left);
        }
      });
    },
  };
}

/**
 * Copies one row of a map, enlarged or reduced.
 *
 * @param {Uint32Array} maps
 * @param {number} from where the row begins in the maps
 * @param {Int32Array} columns of the map, for each pixel
 * @param {Uint32Array} pixels
 * @param {number} to where the row begins in the pixels
 */
function spread(maps, from, columns, pixels, to) {
  for (let column = 0; column < columns.length; column++) {
    pixels[to + column] = maps[from + columns[column]];
  }
}

/**
 * Returns, for each of `length` pixels, which of `numValues` values lies under its middle.
 *
 * @param {number} length
 * @param {number} numValues
 * @returns {Int32Array}
 */
function nearest(length, numValues) {
  return Int32Array.from({ length }, (_, at) => Math.floor((at + 0.5) * numValues / length));
}
