/** A picture that can be drawn on, with mouse, pen, finger and keyboard. */

/** @import { Stroke } from "../core/ink.js" */
/** @import { PenPlace } from "../core/keyboard_pen.js" */
/** @import { Translate } from "./texts.js" */
import { element, listen } from "../core/dom.js";
import { connectKeyboardPen } from "../core/keyboard_pen.js";
import { toPlace } from "../core/stroke_text.js";
import { createPicture } from "./picture_view.js";

/**
 * What lies on the paper, and who is told when that changes.
 *
 * @typedef {{isPad: () => boolean, strokes: () => Stroke[], tell: (strokes: Stroke[]) => void}} Ink
 */

/**
 * Returns a picture of 28 × 28 pixels that takes strokes while it is a pad.
 *
 * @param {Translate} t
 * @param {Ink} ink
 */
export function createPaper(t, ink) {
  const { canvas, paint } = createPicture({ role: "img" });
  /** @type {PenPlace} */
  const pen = { x: 0.5, y: 0.5, isDown: false, isShown: false };
  const point = element("span", { class: "pen-point", hidden: true });
  const help = element("p", { class: "note pen-help wide" }, t("figure.paper.help"));
  const spoken = element("p", { class: "for-screen-readers", "aria-live": "polite" });
  const root = element("div", { class: "lesson-paper" }, canvas, point, spoken);

  function showPen() {
    point.hidden = !pen.isShown;
    point.classList.toggle("is-down", pen.isDown);
    point.style.left = `${pen.x * 100}%`;
    point.style.top = `${pen.y * canvas.offsetHeight}px`;
  }

  /** @param {number} x @param {number} y */
  const begin = (x, y) => ink.tell([...ink.strokes(), [[toPlace(x), toPlace(y), 0]]]);

  /** @param {number} x @param {number} y */
  function extend(x, y) {
    const strokes = ink.strokes();
    const last = strokes[strokes.length - 1] ?? [];
    ink.tell([...strokes.slice(0, -1), [...last, [toPlace(x), toPlace(y), 0]]]);
  }

  return {
    root,
    /** What keys do, shown while the picture has the focus. */
    help,
    paint,
    /** @param {string} label what the picture is */
    show(label) {
      const isPad = ink.isPad();
      canvas.classList.toggle("is-pad", isPad);
      canvas.tabIndex = isPad ? 0 : -1;
      canvas.setAttribute("role", isPad ? "application" : "img");
      canvas.setAttribute("aria-label", label);
    },
    /** @returns {() => void} what takes no more strokes afterwards */
    connect() {
      const stops = [
        connectPointer(canvas, ink.isPad, begin, extend),
        connectKeyboardPen(canvas, pen, {
          begin,
          extend,
          end: () => {},
          undo: () => ink.tell(ink.strokes().slice(0, -1)),
          clear: () => ink.tell([]),
        }, {
          show: showPen,
          say: (isDown) => {
            spoken.textContent = t(isDown ? "figure.paper.down" : "figure.paper.up");
          },
          isPad: ink.isPad,
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}

/**
 * Turns a pressed pointer's way into points, in shares of the canvas's sides.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => boolean} isPad
 * @param {(x: number, y: number) => void} begin
 * @param {(x: number, y: number) => void} extend
 * @returns {() => void} ends it
 */
function connectPointer(canvas, isPad, begin, extend) {
  let isDrawing = false;
  /** @param {PointerEvent} event @param {(x: number, y: number) => void} use */
  function at({ clientX, clientY }, use) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    use((clientX - left) / width, (clientY - top) / height);
  }
  const stops = [
    listen(canvas, "pointerdown", (/** @type {PointerEvent} */ event) => {
      if (!isPad() || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      isDrawing = true;
      at(event, begin);
    }),
    listen(canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
      if (isDrawing && event.buttons) at(event, extend);
    }),
    listen(canvas, "pointerup", () => isDrawing = false),
    listen(canvas, "pointercancel", () => isDrawing = false),
  ];
  return () => stops.forEach((stop) => stop());
}
