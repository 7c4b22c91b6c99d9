/** Gives the layers of a net their sizes, so that all that are shown stand on one screen. */

/** @import { Item } from "../../draw/net_layout.js" */
/** @import { LayerColumn } from "./layer_column.js" */
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

/** Between the last row and the end of the window. */
const MARGIN = 14;

/** The least height for all rows: in a lower window the page scrolls. */
const LEAST_HEIGHT = 320;

/** Width of a folded group's button. */
const FOLD_WIDTH = 68;

/**
 * Something in the row: a layer, or the button of a group.
 *
 * @typedef {{root: HTMLElement, column: LayerColumn | null}} Entry
 */

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
    for (const { root, column } of entries) {
      root.style.width = "";
      column?.resize({ cell: CELL * scale, room: ROOM * scale, scale });
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
  const items = entries.map(({ column }) => column?.item(scale) ?? fold(scale));
  const foot = SCALE_LINE + (entries.some(({ column }) => column?.hasMore()) ? SHOW_ALL : 0);
  const { layout, className } = layOutBest(items, { width, height, foot, scale });
  for (const head of HEADS) row.classList.toggle(head.className, head.className === className);
  entries.forEach(({ root, column }, place) => {
    root.style.width = `${layout.widths[place]}px`;
    column?.resize({ cell: layout.cells[place], room: layout.rooms[place], scale });
  });
}

/**
 * @param {readonly Item[]} items
 * @param {{width: number, height: number, foot: number, scale: number}} place
 */
function layOutBest(items, { width, height, foot, scale }) {
  const tries = HEADS.map(({ height: head, narrowest, className }) => ({
    className,
    layout: layOutNet(items, {
      width,
      height,
      gap: GAP * scale,
      head: head * scale,
      foot: foot * scale,
      narrowest: narrowest * scale,
      smallest: SMALLEST,
      largest: LARGEST * scale,
    }),
  }));
  const [told, sized, named] = tries;
  const smallest = Math.min(...told.layout.cells.filter((_, place) => items[place].numMaps > 1));
  if (told.layout.overflow === 0 && smallest >= LARGE_ENOUGH * scale) return told;
  return sized.layout.overflow === 0 ? sized : named;
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
