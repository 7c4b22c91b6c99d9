/** Drawing with mouse, pen and finger. */

/** @import { Point } from "../../core/ink.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { listen } from "../../core/dom.js";
import { beginStroke, endStroke, extendStroke, padPoint } from "./pad_changes.js";

/**
 * Turns pointer events into strokes. One pointer draws at a time; others, such as the palm beside
 * a pen, are ignored.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {DrawStore} state
 * @param {() => void} begin called before each stroke
 * @returns {() => void} ends it
 */
export function connectPadPointer(canvas, state, begin) {
  /** @type {number | null} */
  let drawing = null;
  let startMs = 0;

  /** @param {PointerEvent} event @returns {Point} */
  function pointOf(event) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const pressure = event.pointerType === "pen" ? event.pressure : undefined;
    return padPoint(
      (event.clientX - left) / width,
      (event.clientY - top) / height,
      event.timeStamp - startMs,
      pressure,
    );
  }

  /** @param {PointerEvent} event */
  function down(event) {
    if (drawing !== null || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = event.pointerId;
    startMs = event.timeStamp;
    begin();
    beginStroke(state, pointOf(event));
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== drawing) return;
    const events = event.getCoalescedEvents?.() ?? [];
    extendStroke(state, (events.length ? events : [event]).map(pointOf));
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (event.pointerId !== drawing) return;
    drawing = null;
    endStroke(state);
  }

  const stops = [
    listen(canvas, "pointerdown", down),
    listen(canvas, "pointermove", move),
    listen(canvas, "pointerup", up),
    listen(canvas, "pointercancel", up),
    listen(canvas, "lostpointercapture", up),
  ];
  return () => stops.forEach((stop) => stop());
}
