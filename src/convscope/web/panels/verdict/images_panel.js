/** Side by side: what was drawn, what the net receives, the mean of the class it names. */

/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { paintPicture as paintBytes } from "../../draw/pixels.js";
import { prepare, watchWidth } from "../canvas.js";
import { className, isForPhotographs } from "../draw_state.js";
import { paintPicture, paintStrokes } from "../pad/pad_painting.js";
import { inputPalette, netPixels, picturePixels } from "../picture_pixels.js";
import { textsOf } from "../reader.js";

/** Changes of the state after which the drawing looks different. */
const DRAWN = /** @type {const} */ ([
  "strokes",
  "picture",
  "example",
  "brush",
  "theme",
  "colors",
]);

/** Changes of the state after which what the net received and the mean look different. */
const JUDGED = /** @type {const} */ (["judged", "theme", "colors"]);

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const drawn = createFigure();
  const received = createFigure();
  const mean = createFigure();
  root.append(
    element("h2", { class: "for-screen-readers" }, t("images.title")),
    element("div", { class: "three-images" }, drawn.root, received.root, mean.root),
  );

  function drawDrawn() {
    const now = state.get();
    const picture = picturePixels(now);
    const isPicture = picture !== null || (isForPhotographs(now.model) && !now.strokes.length);
    drawn.draw(t(isPicture ? "images.picture" : "images.drawn"), size.width(), (context, side) => {
      if (picture) paintPicture(context, picture, side);
      else paintStrokes(context, now, side);
    });
  }

  function drawJudged() {
    const now = state.get();
    received.draw(t("images.received"), size.width(), (context, side) => {
      if (now.judged) paintPicture(context, netPixels(now, now.judged.received), side);
    });
    const best = now.judged?.ranking[0];
    const isKnown = best !== undefined && "class_means" in now.model.about;
    const label = isKnown
      ? t("images.mean", { name: className(now.model, best) })
      : t("images.noMean");
    mean.draw(label, size.width(), (context, side) => {
      if (isKnown) paintPicture(context, meanPixels(now, best), side);
    });
  }

  const drawing = oncePerFrame(drawDrawn);
  const judging = oncePerFrame(drawJudged);
  function request() {
    drawing.request();
    judging.request();
  }
  const size = watchWidth(drawn.canvas, request);
  const stop = state.subscribe((_, changed) => {
    if (DRAWN.some((key) => changed.has(key))) drawing.request();
    if (JUDGED.some((key) => changed.has(key))) judging.request();
  });
  request();
  return () => {
    stop();
    drawing.cancel();
    judging.cancel();
    size.stop();
  };
}

/**
 * @param {Readonly<DrawState>} state
 * @param {number} index
 * @returns {import("../picture_pixels.js").Pixels}
 */
function meanPixels(state, index) {
  const { values, shape: [, height, width, channels] } = state.model.about.class_means;
  const size = height * width * channels;
  const bytes = /** @type {Uint8Array} */ (values).subarray(index * size, (index + 1) * size);
  return { pixels: paintBytes(bytes, channels, inputPalette(state)), width, height };
}

/**
 * @typedef {(context: CanvasRenderingContext2D, side: number) => void} Paint
 * @returns {{root: HTMLElement, canvas: HTMLElement, draw: (label: string, side: number, paint: Paint) => void}}
 */
function createFigure() {
  const canvas = element("canvas", { role: "img" });
  const caption = element("figcaption");
  return {
    root: element("figure", {}, canvas, caption),
    canvas,
    draw(label, side, paint) {
      if (caption.textContent !== label) {
        caption.textContent = label;
        canvas.setAttribute("aria-label", label);
      }
      paint(prepare(canvas, side, side), side);
    },
  };
}
