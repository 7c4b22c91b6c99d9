/** How large the maps of every layer may be, so that a whole net stands on one screen. */

import { GAP, layOut } from "./sheet.js";

/**
 * What stands in a row: a layer whose pictures may be small or large, or something of one size.
 *
 * @typedef {object} Item
 * @property {number} numMaps pictures of one size; 0 for something of one size
 * @property {number} height of one map in values
 * @property {number} width of one map in values
 * @property {number} fixedWidth what it takes of the row at least, in units of the page; 0 for
 *   pictures, which take what is left
 * @property {number} leastHeight of something of one size
 * @property {boolean} leads whether it stands in one row with the item behind it
 * @property {Item[]} [stacked] layers that stand in the column one below the other, if there are several
 */

/**
 * The place for all rows, in units of the page.
 *
 * @typedef {object} Room
 * @property {number} width
 * @property {number} height
 * @property {number} gap between two items, and between two rows
 * @property {number} head height above the maps of each layer
 * @property {number} foot height below them
 * @property {number} narrowest width of a column that its name still fits into
 * @property {number} smallest cell that is still looked at
 * @property {number} largest cell that is of use
 */

/**
 * A way to arrange all items.
 *
 * @typedef {object} NetLayout
 * @property {number[]} perRow how many items stand in each row
 * @property {number[]} cells longest side of each item's maps, the same for all that are stacked
 * @property {number[]} widths of the items' columns
 * @property {number[]} rooms height for each item's maps, or for those of each that is stacked
 * @property {number} overflow height that does not fit, in units of the page; 0 where all is seen
 */

/** Numbers of rows that are tried, from the first one with which no row is too wide. */
const NUM_TRIES = 5;

/** How much worse a net is seen that takes twice the height, in logarithms of the maps' size. */
const COST_OF_SCROLLING = 20;

/**
 * Returns the arrangement, in as many rows as give the largest maps. Where nothing fits, the rows
 * reach below the screen as little as can be.
 *
 * @param {readonly Item[]} items
 * @param {Room} room
 * @returns {NetLayout}
 */
export function layOutNet(items, room) {
  let best = null;
  let bestScore = -Infinity;
  let numTries = 0;
  for (let numRows = 1; numRows <= Math.max(items.length, 1) && numTries < NUM_TRIES; numRows++) {
    const rows = rowsOf(items, numRows);
    const isTooWide = rows.some((row) => neededWidth(row, room) > room.width && row.length > 1);
    if (isTooWide && numRows < items.length) continue;
    numTries++;
    const layout = arrange(rows, room);
    const score = scoreOf(items, layout) - COST_OF_SCROLLING * layout.overflow / room.height;
    if (score > bestScore) [best, bestScore] = [layout, score];
  }
  return /** @type {NetLayout} */ (best);
}

/** @param {readonly Item[]} row @param {Room} room @returns {number} */
function neededWidth(row, { gap, narrowest }) {
  const widths = row.map(({ fixedWidth }) => fixedWidth || narrowest);
  return widths.reduce((sum, width) => sum + width, 0) + (row.length - 1) * gap;
}

/** @param {readonly Item[]} items @param {NetLayout} layout @returns {number} */
function scoreOf(items, { cells }) {
  const logs = cells.filter((_, index) => items[index].numMaps > 0).map(Math.log);
  return logs.reduce((sum, log) => sum + log, 0) / Math.max(logs.length, 1);
}

/**
 * @param {readonly Item[][]} rows
 * @param {Room} room
 * @returns {NetLayout}
 */
function arrange(rows, room) {
  const { gap, head, foot, narrowest, smallest } = room;
  const rowHeight = (room.height - (rows.length - 1) * gap) / rows.length;
  const height = Math.max(Math.floor(rowHeight - head - foot), 1);
  // Where even heads have no room, the page scrolls by what they take.
  const overflow = Math.max((head + foot + 1 - rowHeight) * rows.length, 0);
  /** @type {NetLayout} */
  const layout = { perRow: [], cells: [], widths: [], rooms: [], overflow };
  for (const row of rows) {
    layout.perRow.push(row.length);
    const fixed = row.reduce((sum, item) => sum + item.fixedWidth, 0);
    const numFlexible = row.filter(({ fixedWidth }) => fixedWidth === 0).length;
    const left = room.width - fixed - (row.length - 1) * gap;
    const share = Math.max(Math.floor(left / Math.max(numFlexible, 1)), narrowest);
    // A row takes all of its width, so that nothing of the next one moves up into it.
    const more = numFlexible ? 0 : Math.max(Math.floor(left / row.length), 0);
    let tooHigh = 0;
    for (const item of row) {
      const width = item.fixedWidth ? item.fixedWidth + more : share;
      const parts = item.stacked ?? [item];
      const between = (parts.length - 1) * (head + foot);
      const own = Math.max(Math.floor((height - between) / parts.length), 1);
      const cells = parts.map((part) => part.numMaps ? largestCell(part, width, own, room) : 0);
      const cell = Math.min(...cells);
      const needed = cell
        ? own
        : Math.max(...parts.map((part) => neededHeight(part, width, smallest)));
      tooHigh = Math.max(tooHigh, parts.length * needed + between - height);
      layout.cells.push(cell || smallest);
      layout.widths.push(width);
      layout.rooms.push(Math.max(needed, own));
    }
    layout.overflow += tooHigh;
  }
  return layout;
}

/**
 * @param {Item} item whose smallest maps do not fit, or that has none
 * @param {number} width
 * @param {number} smallest
 * @returns {number} height that it takes
 */
function neededHeight({ numMaps, height, width: mapWidth, leastHeight }, width, smallest) {
  if (numMaps === 0) return leastHeight;
  let sheet;
  for (let rows = 1; rows <= numMaps; rows++) {
    sheet = layOut(numMaps, height, mapWidth, { cell: smallest, room: rows * (smallest + GAP) });
    if (sheet.width <= width) break;
  }
  return sheet?.height ?? 0;
}

/**
 * Divides items into rows of about as many each; what leads stays with the item behind it.
 *
 * @param {readonly Item[]} items
 * @param {number} numRows
 * @returns {Item[][]}
 */
function rowsOf(items, numRows) {
  /** @type {Item[][]} */
  const units = [];
  items.forEach((item, place) => {
    if (items[place - 1]?.leads) units[units.length - 1].push(item);
    else units.push([item]);
  });
  const most = Math.max(Math.ceil(units.length / numRows), 1);
  return Array.from(
    { length: Math.ceil(units.length / most) },
    (_, row) => units.slice(row * most, (row + 1) * most).flat(),
  );
}

/**
 * Returns the longest side that an item's maps may have.
 *
 * @param {Item} item
 * @param {number} width
 * @param {number} height
 * @param {Room} room
 * @returns {number} 0 where not even the smallest maps fit
 */
function largestCell(item, width, height, { smallest, largest }) {
  // A single picture, as of a vector, may take all of its place.
  const most = item.numMaps === 1 ? Math.max(width, height) : largest;
  for (let cell = Math.floor(most); cell >= smallest; cell--) {
    const sheet = layOut(item.numMaps, item.height, item.width, { cell, room: height });
    if (sheet.width <= width && sheet.height <= height) return cell;
  }
  return 0;
}
