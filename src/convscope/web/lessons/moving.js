/** Moving something over cells: with the arrow keys, or by pointing and dragging. */

import { listen } from "../core/dom.js";

/** What each key does to (row, column). @type {Readonly<Record<string, [number, number]>>} */
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Lets a reader move over the cells of a drawing, which takes the keyboard's focus.
 *
 * @param {SVGElement} drawing of `rows` × `columns` cells
 * @param {object} moves
 * @param {number} moves.rows
 * @param {number} moves.columns
 * @param {string} moves.label what the drawing is, and that arrow keys move
 * @param {(down: number, right: number) => void} moves.step told the rows and columns of a key
 * @param {(row: number, column: number) => void} moves.point told the cell under the pointer
 * @returns {() => void} its undoing
 */
export function moveOver(drawing, { rows, columns, label, step, point }) {
  drawing.setAttribute("tabindex", "0");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", label);
  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    const box = drawing.getBoundingClientRect();
    point(
      Math.floor((clientY - box.top) / box.height * rows),
      Math.floor((clientX - box.left) / box.width * columns),
    );
  }
  const stops = [
    listen(drawing, "keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(KEYS, event.key)) return;
      event.preventDefault();
      step(...KEYS[event.key]);
    }),
    listen(drawing, "pointerdown", follow),
    listen(drawing, "pointermove", (/** @type {PointerEvent} */ event) => {
      if (event.buttons) follow(event);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
