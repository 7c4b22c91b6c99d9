/** Drawing with the keyboard. */

/** @import { DrawStore } from "../draw_state.js" */
import { listen } from "../../core/dom.js";
import {
  beginStroke,
  clearPad,
  endStroke,
  extendStroke,
  padPoint,
  redoPad,
  undoPad,
} from "./pad_changes.js";

/**
 * The pen that the arrow keys move.
 *
 * @typedef {{x: number, y: number, isDown: boolean, isShown: boolean}} PadCursor
 */

/** Shares of the pad's side that an arrow key moves the pen. */
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
 * Turns keys into strokes: arrows move the pen, Space lowers and lifts it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {DrawStore} state
 * @param {PadCursor} cursor
 * @param {{show: () => void, say: (isDown: boolean) => void}} tell what changed
 * @returns {() => void} ends it
 */
export function connectPadKeyboard(canvas, state, cursor, { show, say }) {
  let startMs = 0;

  /** @param {number} timeStamp */
  const pointAt = (timeStamp) => padPoint(cursor.x, cursor.y, timeStamp - startMs);

  /** @param {KeyboardEvent} event @param {readonly [x: number, y: number]} direction */
  function move({ shiftKey, timeStamp }, [x, y]) {
    const step = shiftKey ? LONG_STEP : STEP;
    cursor.x = Math.min(Math.max(cursor.x + x * step, 0), 1);
    cursor.y = Math.min(Math.max(cursor.y + y * step, 0), 1);
    cursor.isShown = true;
    if (cursor.isDown) extendStroke(state, [pointAt(timeStamp)]);
  }

  /** @param {number} timeStamp */
  function lowerOrLift(timeStamp) {
    cursor.isShown = true;
    cursor.isDown = !cursor.isDown;
    if (cursor.isDown) {
      startMs = timeStamp;
      beginStroke(state, pointAt(timeStamp));
    } else endStroke(state);
    say(cursor.isDown);
  }

  function lift() {
    if (!cursor.isDown) return;
    cursor.isDown = false;
    endStroke(state);
  }

  /** @type {Record<string, (state: DrawStore) => void>} */
  const changes = { u: undoPad, z: undoPad, r: redoPad, y: redoPad, c: clearPad };

  /** @param {KeyboardEvent} event */
  function press(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.altKey || (hasModifier && key !== "z" && key !== "y")) return;
    if (DIRECTIONS[key]) move(event, DIRECTIONS[key]);
    else if (key === " ") lowerOrLift(event.timeStamp);
    else if (key === "Escape") lift();
    else if (changes[key]) {
      lift();
      if (hasModifier && key === "z" && event.shiftKey) redoPad(state);
      else changes[key](state);
    } else return;
    event.preventDefault();
    show();
  }

  function leave() {
    lift();
    cursor.isShown = false;
    show();
  }

  const stops = [listen(canvas, "keydown", press), listen(canvas, "blur", leave)];
  return () => stops.forEach((stop) => stop());
}
