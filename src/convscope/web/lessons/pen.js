/** Drawing on a picture with mouse, pen and finger. */

/** @import { Stroke } from "../core/ink.js" */
import { listen } from "../core/dom.js";
import { toPlace } from "../core/stroke_text.js";

/**
 * Lets a pen draw on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => boolean} isPad whether it takes strokes now
 * @param {() => Stroke[]} before strokes that are there already
 * @param {(strokes: Stroke[]) => void} tell called with all strokes
 * @returns {() => void} ends it
 */
export function connectPen(canvas, isPad, before, tell) {
  /** @type {Stroke[] | null} */
  let strokes = null;
  /** @param {PointerEvent} event @returns {number[]} */
  function pointOf({ clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [toPlace((clientX - left) / width), toPlace((clientY - top) / height), 0];
  }
  const stops = [
    listen(canvas, "pointerdown", (/** @type {PointerEvent} */ event) => {
      if (!isPad() || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      strokes = [...before(), [pointOf(event)]];
      tell(strokes);
    }),
    listen(canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
      if (!strokes || !event.buttons) return;
      strokes = [...strokes.slice(0, -1), [...strokes[strokes.length - 1], pointOf(event)]];
      tell(strokes);
    }),
    listen(canvas, "pointerup", () => strokes = null),
    listen(canvas, "pointercancel", () => strokes = null),
  ];
  return () => stops.forEach((stop) => stop());
}
