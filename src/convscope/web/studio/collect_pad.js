/** Paper to draw an image of a class on, with a pointer or with keys. */

/** @import { PenPlace } from "../core/keyboard_pen.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { render } from "../core/ink.js";
import { connectKeyboardPen } from "../core/keyboard_pen.js";

/** Pixels along each side of what is kept. */
export const SIDE = 112;

/** Width of the ink in these pixels. */
const INK = 8;

/** Where the canvas keeps each colour of a pixel. */
const CHANNELS = 4;

/**
 * @typedef {object} CollectPad
 * @property {HTMLElement} root
 * @property {() => boolean} isBlank
 * @property {() => Promise<Blob>} picture dark ink on white paper, as PNG
 * @property {() => Uint8Array} ink (SIDE, SIDE), 255 on 0
 * @property {() => void} clear
 * @property {() => void} stop
 */

/**
 * Returns the paper.
 *
 * @param {Translate} t
 * @param {() => void} changed called when a stroke has ended, or all are gone
 * @returns {CollectPad}
 */
export function createCollectPad(t, changed) {
  /** @type {import("../core/ink.js").Point[][]} */
  let strokes = [];
  const canvas = element("canvas", {
    class: "collect-pad",
    width: SIDE,
    height: SIDE,
    tabindex: 0,
    role: "application",
    "aria-label": t("collect.pad"),
    "aria-describedby": "collect-pad-help",
  });
  const cursor = element("span", { class: "collect-pen", hidden: true });
  const spoken = element("p", { class: "for-screen-readers", "aria-live": "polite" });
  const root = element(
    "div",
    {},
    element("div", { class: "collect-paper" }, canvas, cursor),
    button(t("collect.clear"), () => clear()),
    element("p", { class: "note", id: "collect-pad-help" }, t("collect.padHelp")),
    spoken,
  );
  /** @type {PenPlace} */
  const pen = { x: 0.5, y: 0.5, isDown: false, isShown: false };
  const painting = oncePerFrame(paint);

  const ink = () => render(strokes, SIDE, INK).pixels;

  function paint() {
    const data = new ImageData(SIDE, SIDE);
    ink().forEach((value, i) => {
      data.data.fill(255 - value, i * CHANNELS, i * CHANNELS + 3);
      data.data[i * CHANNELS + 3] = 255;
    });
    canvas.getContext("2d")?.putImageData(data, 0, 0);
    cursor.hidden = !pen.isShown;
    cursor.style.left = `${100 * pen.x}%`;
    cursor.style.top = `${100 * pen.y}%`;
  }

  function clear() {
    strokes = [];
    end();
  }

  function end() {
    painting.request();
    changed();
  }

  /** @param {number} x @param {number} y @param {number} timeMs */
  function begin(x, y, timeMs) {
    strokes.push([[x, y, timeMs]]);
    painting.request();
  }

  /** @param {number} x @param {number} y @param {number} timeMs */
  function extend(x, y, timeMs) {
    strokes[strokes.length - 1].push([x, y, timeMs]);
    painting.request();
  }

  function undo() {
    strokes.pop();
    end();
  }

  /** @type {number | null} */
  let drawing = null;

  /** @param {PointerEvent} event @returns {[number, number, number]} */
  function pointOf({ clientX, clientY, timeStamp }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const inside = (/** @type {number} */ share) => Math.min(Math.max(share, 0), 1);
    return [inside((clientX - left) / width), inside((clientY - top) / height), timeStamp];
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (event.pointerId !== drawing) return;
    drawing = null;
    end();
  }

  const stops = [
    listen(canvas, "pointerdown", (/** @type {PointerEvent} */ event) => {
      if (drawing !== null || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      drawing = event.pointerId;
      pen.isShown = false;
      begin(...pointOf(event));
    }),
    listen(canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== drawing) return;
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length ? events : [event]) extend(...pointOf(each));
    }),
    listen(canvas, "pointerup", up),
    listen(canvas, "pointercancel", up),
    listen(canvas, "lostpointercapture", up),
    connectKeyboardPen(canvas, pen, { begin, extend, end, undo, clear }, {
      show: () => painting.request(),
      say: (isDown) => spoken.textContent = t(isDown ? "collect.penDown" : "collect.penUp"),
    }),
  ];
  paint();
  return {
    root,
    isBlank: () => strokes.length === 0,
    ink,
    clear,
    picture() {
      paint();
      return new Promise((resolve, reject) =>
        canvas.toBlob((blob) => blob ? resolve(blob) : reject(new TypeError("no picture")))
      );
    },
    stop() {
      stops.forEach((stop) => stop());
      painting.cancel();
    },
  };
}
