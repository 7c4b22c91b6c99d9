/** Gives the layers of a net their sizes, so that all that are shown stand on one screen. */

/** @import { Item } from "../../draw/net_layout.js" */
/** @import { LayerColumn } from "./layer_column.js" */
/** @import { Entry } from "./row_entries.js" */
import { layOutNet } from "../../draw/net_layout.js";
import { letterScale } from "../canvas.js";
import { CELL, ROOM } from "./layer_column.js";

/** Units of the page for letters of the usual size. */
const GAP = 12;
const NARROWEST = 76;
const SMALLEST = 8;
const LARGEST = 150;
const SCALE_LINE = 24;
const SHOW_ALL = 26;

/** Height above every layer of a graph, where its edges lie; the style sheet knows it too. */
const LANE = 16;

/**
 * What stands above the maps of a layer, the fullest first: its name, its size, and the sentence on
 * what its kind does. The style sheet knows the classes.
 */
const HEADS = [
  { className: "has-sentences", height: 96, narrowest: 128 },
  { className: "has-sizes", height: 80, narrowest: NARROWEST },
  { className: "has-names", height: 48, narrowest: NARROWEST },
];

/** A sentence is worth room where maps are at least this large. */
const LARGE_ENOUGH = 15;

/** Height for maps in rows that reach far below the window, and from which share of it on that is. */
const COMFORTABLE = 130;
const LITTLE_SCROLLING = 0.1;

/** Between the last row and the end of the window. */
const MARGIN = 14;

/** The least height for all rows: in a lower window the page scrolls. */
const LEAST_HEIGHT = 320;

/** Width of a folded group's button. */
const FOLD_WIDTH = 68;

/**
 * Sizes all entries. Where the style sheet lets rows scroll sideways, maps have one size; where it
 * lets them wrap, they are as large as the window allows.
 *
 * @param {HTMLElement} row
 * @param {readonly Entry[]} entries that are shown, in their order
 * @param {HTMLElement} screen whose top is the top of what a person sees
 */
export function sizeRows(row, entries, screen) {
  const scale = letterScale();
  const isFitted = getComputedStyle(row).flexWrap === "wrap" && row.clientWidth > 0;
  row.classList.toggle("is-fitted", isFitted);
  if (!isFitted) {
    row.classList.remove(...HEADS.map(({ className }) => className));
    for (const { root, columns } of entries) {
      root.style.width = "";
      const room = ROOM * scale / Math.max(columns.length, 1);
      for (const column of columns) column.resize({ cell: CELL * scale, room, scale });
    }
    return;
  }
  const top = row.getBoundingClientRect().top - screen.getBoundingClientRect().top;
  const { paddingLeft, paddingRight, paddingTop } = getComputedStyle(row);
  // Not `clientWidth`, which is rounded: half a unit too much moves a layer to the next row.
  const whole = row.getBoundingClientRect().width;
  const width = Math.floor(whole - parseFloat(paddingLeft) - parseFloat(paddingRight));
  const below = footOf(row);
  const height = Math.max(
    innerHeight - top - parseFloat(paddingTop) - below - MARGIN * scale,
    LEAST_HEIGHT * scale,
  );
  const items = entries.map(({ columns }) => columns.length ? itemOf(columns, scale) : fold(scale));
  const all = entries.flatMap(({ columns }) => columns);
  const lane = row.classList.contains("has-edges") ? LANE : 0;
  const foot = SCALE_LINE + lane + (all.some((column) => column.hasMore()) ? SHOW_ALL : 0);
  const { layout, className } = layOutBest(items, { width, height, foot, scale });
  for (const head of HEADS) row.classList.toggle(head.className, head.className === className);
  entries.forEach(({ root, columns }, place) => {
    root.style.width = `${layout.widths[place]}px`;
    const [cell, room] = [layout.cells[place], layout.rooms[place]];
    for (const column of columns) column.resize({ cell, room, scale });
  });
}

/**
 * @param {readonly Item[]} items
 * @param {{width: number, height: number, foot: number, scale: number}} place
 */
function layOutBest(items, { width, height, foot, scale }) {
  /** @param {(typeof HEADS)[number]} heads @param {number} room */
  const layOut = ({ height: head, narrowest, className }, room) => ({
    className,
    layout: layOutNet(items, {
      width,
      height: room,
      gap: GAP * scale,
      head: head * scale,
      foot: foot * scale,
      narrowest: narrowest * scale,
      smallest: SMALLEST,
      largest: LARGEST * scale,
    }),
  });
  const tries = HEADS.map((heads) => layOut(heads, height));
  const [told, sized, named] = tries;
  const smallest = Math.min(...told.layout.cells.filter((_, place) => items[place].numMaps > 1));
  if (told.layout.overflow === 0 && smallest >= LARGE_ENOUGH * scale) return told;
  const best = sized.layout.overflow === 0 ? sized : named;
  if (best.layout.overflow <= LITTLE_SCROLLING * height) return best;
  // Who has to scroll anyway shall not look at the smallest maps.
  const [, heads] = HEADS;
  const rowHeight = heads.height + foot + GAP + COMFORTABLE;
  return layOut(heads, best.layout.perRow.length * rowHeight * scale);
}

/**
 * @param {readonly LayerColumn[]} columns of one depth
 * @param {number} scale
 * @returns {Item}
 */
function itemOf(columns, scale) {
  const items = columns.map((column) => column.item(scale));
  return items.length === 1 ? items[0] : { ...items[0], fixedWidth: 0, stacked: items };
}

/** @param {number} scale @returns {Item} */
function fold(scale) {
  return {
    numMaps: 0,
    height: 1,
    width: 1,
    fixedWidth: FOLD_WIDTH * scale,
    leastHeight: 0,
    leads: true,
  };
}

/** @param {HTMLElement} row @returns {number} height of what has to be seen below the row */
function footOf(row) {
  const foot = row.closest(".panel")?.querySelector(".rows-foot");
  return foot instanceof HTMLElement ? foot.offsetHeight : 0;
}
