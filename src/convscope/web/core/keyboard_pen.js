/** A pen that keys move: arrows, and Space to lower and lift it. */

import { listen } from "./dom.js";

/**
 * Where the pen is, in shares of the paper's sides.
 *
 * @typedef {{x: number, y: number, isDown: boolean, isShown: boolean}} PenPlace
 */

/**
 * What the pen does to the paper; times in milliseconds since the stroke began. Keys of what is
 * missing are left to the page.
 *
 * @typedef {{
 *   begin: (x: number, y: number, timeMs: number) => void,
 *   extend: (x: number, y: number, timeMs: number) => void,
 *   end: () => void,
 *   undo?: () => void,
 *   redo?: () => void,
 *   clear?: () => void,
 * }} PenInk
 */

/** Shares of the paper's side that an arrow key moves the pen. */
const STEP = 0.02;
const LONG_STEP = 0.1;

/** @type {Record<string, readonly [x: number, y: number]>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Turns keys into strokes while the canvas has the focus.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {PenPlace} pen
 * @param {PenInk} ink
 * @param {{show: () => void, say: (isDown: boolean) => void, isPad?: () => boolean}} page what to
 *   do when the pen moved, and when it was lowered or lifted; whether the canvas takes strokes now
 * @returns {() => void} ends it
 */
export function connectKeyboardPen(canvas, pen, ink, { show, say, isPad = () => true }) {
  let startMs = 0;

  /** @param {KeyboardEvent} event @param {readonly [x: number, y: number]} direction */
  function move({ shiftKey, timeStamp }, [x, y]) {
    const step = shiftKey ? LONG_STEP : STEP;
    pen.x = Math.min(Math.max(pen.x + x * step, 0), 1);
    pen.y = Math.min(Math.max(pen.y + y * step, 0), 1);
    pen.isShown = true;
    if (pen.isDown) ink.extend(pen.x, pen.y, timeStamp - startMs);
  }

  /** @param {number} timeStamp */
  function lowerOrLift(timeStamp) {
    pen.isShown = true;
    pen.isDown = !pen.isDown;
    if (pen.isDown) {
      startMs = timeStamp;
      ink.begin(pen.x, pen.y, 0);
    } else ink.end();
    say(pen.isDown);
  }

  function lift() {
    if (!pen.isDown) return;
    pen.isDown = false;
    ink.end();
  }

  /** @type {Record<string, (() => void) | undefined>} */
  const changes = { u: ink.undo, z: ink.undo, r: ink.redo, y: ink.redo, c: ink.clear };

  /** @param {KeyboardEvent} event */
  function press(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (!isPad() || event.altKey || (hasModifier && key !== "z" && key !== "y")) return;
    const change = hasModifier && key === "z" && event.shiftKey ? ink.redo : changes[key];
    if (DIRECTIONS[key]) move(event, DIRECTIONS[key]);
    else if (key === " ") lowerOrLift(event.timeStamp);
    else if (key === "Escape") lift();
    else if (change) {
      lift();
      change();
    } else return;
    event.preventDefault();
    show();
  }

  function leave() {
    lift();
    pen.isShown = false;
    show();
  }

  const stops = [listen(canvas, "keydown", press), listen(canvas, "blur", leave)];
  return () => stops.forEach((stop) => stop());
}
