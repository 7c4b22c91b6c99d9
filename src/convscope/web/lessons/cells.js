/** A picture or map as cells: the stronger a cell, the further its value from zero. */

import { toFixedText } from "../core/number_text.js";
import { svg } from "./svg.js";

/**
 * Returns cells in rows, each with a mark for negative values, for eyes that see no colour.
 *
 * @param {number} rows
 * @param {number} [columns] as many as rows if left out
 * @returns {{root: SVGElement, cells: SVGElement[]}} the drawing, and its cells row by row
 */
export function createCells(rows, columns = rows) {
  const cells = Array.from({ length: rows * columns }, (_, index) => {
    const [x, y] = [index % columns, Math.floor(index / columns)];
    return svg(
      "g",
      {},
      svg("rect", { x, y, width: 1, height: 1 }),
      svg("line", { x1: x + 0.25, x2: x + 0.75, y1: y + 0.5, y2: y + 0.5 }),
    );
  });
  const root = svg("svg", { viewBox: `0 0 ${columns} ${rows}`, class: "cells" }, ...cells);
  return { root, cells };
}

/** @param {Element} cell @param {number} value −1 to 1 */
export function shade(cell, value) {
  cell.setAttribute("class", value < 0 ? "is-negative" : "is-positive");
  cell.firstElementChild?.setAttribute("fill-opacity", Math.abs(value).toFixed(3));
}

/**
 * Returns the frame around some cells, to be put in front of them.
 *
 * @param {number} rows
 * @param {number} [columns] as many as rows if left out
 * @returns {SVGElement}
 */
export function createFrame(rows, columns = rows) {
  return svg("rect", { width: columns, height: rows, class: "window" });
}

/** @param {SVGElement} frame @param {number} row @param {number} column of its upper left cell */
export function placeFrame(frame, row, column) {
  frame.setAttribute("x", String(column));
  frame.setAttribute("y", String(row));
}

/**
 * Returns a square of cells with their numbers, to two decimals.
 *
 * @param {number} size rows
 * @returns {{root: SVGElement, show: (values: ArrayLike<number>, most: number) => void}} `show`
 *   takes a number for each cell, and the magnitude at which a cell is full
 */
export function numberCells(size) {
  const { root, cells } = createCells(size);
  const texts = cells.map((_, index) => {
    const [x, y] = [index % size + 0.5, Math.floor(index / size) + 0.62];
    return svg("text", { x, y, "font-size": 0.3 });
  });
  root.classList.add("numbers");
  root.append(...texts);
  return {
    root,
    show(values, most) {
      cells.forEach((cell, index) => {
        const share = values[index] / most;
        shade(cell, share);
        texts[index].textContent = toFixedText(values[index], 2);
        const isFull = share > 0.5 || share < -0.8; // The colour of negative cells is lighter.
        texts[index].setAttribute("class", isFull ? "number on-full" : "number");
      });
    },
  };
}
