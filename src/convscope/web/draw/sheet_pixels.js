/** A layer's sheet as pixels of the screen: one picture instead of one per map. */

/** @import { SeenPlaces } from "./pixels.js" */
/** @import { Sheet } from "./sheet.js" */
import { nearest } from "./pixels.js";
import { cornerOf } from "./sheet.js";

/**
 * @typedef {object} SheetPixels
 * @property {Uint32Array<ArrayBuffer>} pixels (height, width)
 * @property {number} width in pixels of the screen
 * @property {number} height
 * @property {boolean} hasRoomForMarks whether there is room for signs
 * @property {(maps: Uint32Array, marks?: Uint32Array | null) => void} paint puts maps
 *   (maps × height, width) into their places, and a minus sign of the colour in `marks` into the
 *   middle of values where it is not 0
 */

/** Units of the page from one sign to the next, at least. */
const ROOM_FOR_MARK = 9;
const LEAST_FOR_MARK = 6;

/**
 * Returns an empty sheet with a frame around every place. Maps are enlarged or reduced without
 * mixing colours.
 *
 * @param {Sheet} sheet
 * @param {{width: number, height: number}} map size of one map in values
 * @param {number} density pixels of the screen for one of the page
 * @param {number} frame colour, as in a palette
 * @param {boolean} [isMarkedAlways] whether smaller values than have room for a sign share one
 * @returns {SheetPixels}
 */
export function createSheetPixels(sheet, map, density, frame, isMarkedAlways = false) {
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

  const cell = Math.min(rows.length / map.height, columns.length / map.width);
  const shared = Math.max(1, Math.ceil(LEAST_FOR_MARK * density / cell));
  const isMarkedRow = middle(rows, shared, 1 / 7);
  const isMarkedColumn = middle(columns, shared, 1 / 2);
  return {
    pixels,
    width,
    height,
    hasRoomForMarks: isMarkedAlways || cell >= ROOM_FOR_MARK * density,
    paint(maps, marks = null) {
      corners.forEach(({ left, top }, index) => {
        const first = index * map.height;
        for (let row = 0; row < rows.length; row++) {
          const from = (first + rows[row]) * map.width;
          const to = (top + row) * width + left;
          spread(maps, from, columns, pixels, to);
          if (!marks || !isMarkedRow[row]) continue;
          for (let column = 0; column < columns.length; column++) {
            const mark = isMarkedColumn[column] && marks[from + columns[column]];
            if (mark) pixels[to + column] = mark;
          }
        }
      });
    },
  };
}

/**
 * Returns what of a map is seen on a sheet: no more values than it has pixels of the screen, and the
 * same that a whole map would show.
 *
 * @param {Sheet} sheet
 * @param {{rows: number, columns: number}} grid values of one map
 * @param {number} density
 * @returns {SeenPlaces}
 */
export function seenOn({ mapWidth, mapHeight }, { rows, columns }, density) {
  const seen = (/** @type {number} */ length, /** @type {number} */ numValues) =>
    nearest(Math.min(Math.round(length * density), numValues), numValues);
  return { rows: seen(mapHeight, rows), columns: seen(mapWidth, columns) };
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
 * Returns which pixels lie in the middle of their value, or of several that share a sign.
 *
 * @param {Int32Array} values which value each pixel shows
 * @param {number} shared values that share a sign
 * @param {number} share of their length
 * @returns {boolean[]}
 */
function middle(values, shared, share) {
  /** @type {Map<number, number[]>} */
  const pixels = new Map();
  values.forEach((value, at) => {
    const group = Math.floor(value / shared);
    pixels.set(group, [...pixels.get(group) ?? [], at]);
  });
  const isMarked = new Array(values.length).fill(false);
  for (const own of pixels.values()) {
    const length = Math.max(1, Math.round(own.length * share));
    const before = Math.floor((own.length - length) / 2);
    for (const at of own.slice(before, before + length)) isMarked[at] = true;
  }
  return isMarked;
}
