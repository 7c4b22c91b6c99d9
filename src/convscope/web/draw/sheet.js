/** Where the maps of a layer lie on its sheet. */

/**
 * Maps in columns of equal cells, in screen pixels.
 *
 * @typedef {object} Sheet
 * @property {number} numMaps
 * @property {number} rows cells below each other
 * @property {number} mapWidth
 * @property {number} mapHeight
 * @property {number} width of the whole sheet
 * @property {number} height of the whole sheet
 */

/** Screen pixels between two maps. */
export const GAP = 3;

/** Sheets are filled from left to right up to this many cells, then downwards. */
const FEWEST_COLUMNS = 2;

/**
 * Lays out maps; they keep their aspect.
 *
 * @param {number} numMaps
 * @param {number} height of one map in values
 * @param {number} width of one map in values
 * @param {{cell: number, room: number}} options longest side of a map, and the height to fill
 * @returns {Sheet}
 */
export function layOut(numMaps, height, width, { cell, room }) {
  const scale = cell / Math.max(height, width);
  const mapHeight = Math.max(1, Math.round(height * scale));
  const mapWidth = Math.max(1, Math.round(width * scale));
  const most = Math.max(1, Math.floor((room + GAP) / (mapHeight + GAP)));
  const columns = Math.min(Math.max(FEWEST_COLUMNS, Math.ceil(numMaps / most)), numMaps);
  const rows = Math.ceil(numMaps / columns);
  return {
    numMaps,
    rows,
    mapWidth,
    mapHeight,
    width: columns * (mapWidth + GAP) - GAP,
    height: rows * (mapHeight + GAP) - GAP,
  };
}

/**
 * Returns the corner of a map; maps follow each other downwards, then to the right.
 *
 * @param {Sheet} sheet
 * @param {number} index
 * @returns {{x: number, y: number}}
 */
export function cornerOf({ rows, mapWidth, mapHeight }, index) {
  const column = Math.floor(index / rows);
  return { x: column * (mapWidth + GAP), y: (index % rows) * (mapHeight + GAP) };
}

/**
 * Returns the map at a point of the sheet, −1 where there is none.
 *
 * @param {Sheet} sheet
 * @param {number} x
 * @param {number} y
 * @returns {number}
 */
export function mapAt({ numMaps, rows, mapWidth, mapHeight, height, width }, x, y) {
  if (x < 0 || y < 0 || x >= width || y >= height) return -1;
  const row = Math.min(Math.floor(y / (mapHeight + GAP)), rows - 1);
  const index = Math.floor(x / (mapWidth + GAP)) * rows + row;
  return index < numMaps ? index : -1;
}

/**
 * Returns the grid that a vector is shown as: short ones as one column, long ones four times as high as wide.
 *
 * @param {number} length
 * @returns {{rows: number, columns: number}}
 */
export function vectorGrid(length) {
  const columns = length <= 24 ? 1 : Math.ceil(Math.sqrt(length / 4));
  return { rows: Math.ceil(length / columns), columns };
}
