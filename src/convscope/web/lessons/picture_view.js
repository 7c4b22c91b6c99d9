/** Pictures for a net, in the greys of their values, and what it says of them. */

/** @import { Translate } from "./texts.js" */
/** @import { Verdict } from "./digit_nets.js" */
import { element } from "../core/dom.js";
import { GREY } from "../draw/palettes.js";
import { paintPicture } from "../draw/pixels.js";
import { contextOf } from "../panels/canvas.js";
import { svg } from "./svg.js";
import { SIDE } from "./test_digits.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Screen pixels of a pixel in a large picture. */
const MAGNIFIED = 12;

/**
 * Returns a canvas that shows one screen pixel for each value.
 *
 * @param {number} height
 * @param {number} width
 * @param {Record<string, string | number>} [attributes]
 * @returns {{canvas: HTMLCanvasElement, paint: (colours: Uint32Array) => void}}
 */
export function createPixels(height, width, attributes = {}) {
  const canvas = element("canvas", { class: "picture", width, height, ...attributes });
  return {
    canvas,
    paint(colours) {
      const data = new ImageData(width, height);
      new Uint32Array(data.data.buffer).set(colours);
      contextOf(canvas).putImageData(data, 0, 0);
    },
  };
}

/**
 * A picture of 28 × 28 pixels; `paint` takes their values, 0–255.
 *
 * @typedef {{canvas: HTMLCanvasElement, paint: (pixels: Uint8Array) => void}} Picture
 */

/**
 * Returns a picture of 28 × 28 pixels, 0 as black and 255 as white.
 *
 * @param {Record<string, string | number>} [attributes]
 * @returns {Picture}
 */
export function createPicture(attributes = {}) {
  const { canvas, paint } = createPixels(SIDE, SIDE, attributes);
  return { canvas, paint: (pixels) => paint(paintPicture(pixels, 1, GREY)) };
}

/**
 * Returns a picture of 28 × 28 pixels with room for frames and colours.
 *
 * @param {Record<string, string | number>} attributes
 */
export function createLargePicture(attributes) {
  const size = SIDE * MAGNIFIED;
  const canvas = element("canvas", { class: "picture", width: size, height: size, ...attributes });
  const context = contextOf(canvas);
  const small = createPicture();
  const colours = createPixels(SIDE, SIDE);
  /** @param {HTMLCanvasElement} source */
  function enlarge(source) {
    context.imageSmoothingEnabled = false;
    context.drawImage(source, 0, 0, size, size);
  }
  return {
    canvas,
    /** @param {Uint8Array} pixels (28, 28) */
    paint(pixels) {
      small.paint(pixels);
      enlarge(small.canvas);
    },
    /** @param {Uint32Array} values colours to lay over it, (28, 28) */
    lay(values) {
      colours.paint(values);
      enlarge(colours.canvas);
    },
    /** @param {number} row @param {number} column @param {number} side of a frame, in pixels */
    frame(row, column, side) {
      context.lineWidth = MAGNIFIED / 3;
      context.strokeStyle = "#ff9d57";
      context.strokeRect(column * MAGNIFIED, row * MAGNIFIED, side * MAGNIFIED, side * MAGNIFIED);
    },
  };
}

/**
 * Returns a share in whole percent; one that is nearly nothing or nearly all is told so.
 *
 * @param {number} share 0–1
 * @returns {string} such as `93 %`, `< 1 %`, `> 99 %`
 */
export function percent(share) {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "< 1 %";
  if (rounded === 100 && share < 1) return "> 99 %";
  return `${rounded} %`;
}

/**
 * Returns bars for ten classes.
 *
 * @param {Translate} t
 * @param {readonly string[]} [names] of the classes; digits without
 * @returns {{root: HTMLElement, show: (verdict: Verdict) => void}}
 */
export function createBars(t, names = DIGITS) {
  const bars = Array.from({ length: 10 }, () => svg("rect", { height: 1, width: 0, class: "bar" }));
  const shares = Array.from({ length: 10 }, () => element("td", { class: "share" }));
  const rows = bars.map((bar, digit) => {
    const picture = svg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none" }, bar);
    picture.setAttribute("aria-hidden", "true");
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, names[digit]),
      element("td", { class: "bar-cell" }, /** @type {any} */ (picture)),
      shares[digit],
    );
  });
  return {
    root: element(
      "table",
      { class: "digit-bars" },
      element("caption", {}, t("figure.bars")),
      ...rows,
    ),
    show({ probabilities, digit: said }) {
      bars.forEach((bar, digit) => bar.setAttribute("width", String(probabilities[digit])));
      shares.forEach((share, digit) => share.textContent = percent(probabilities[digit]));
      rows.forEach((row, digit) => row.classList.toggle("is-said", digit === said));
    },
  };
}
