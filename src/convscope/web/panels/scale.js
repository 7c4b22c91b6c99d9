/** A bar of colours with the numbers at its ends, and with signs for eyes that see no colour. */

/** @import { Palette } from "../draw/palettes.js" */
/** @import { Range } from "../draw/pixels.js" */
/** @import { DrawState } from "./draw_state.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { isSigned } from "../draw/pixels.js";
import { contextOf, createBuffer, palettesOf } from "./canvas.js";
import { marksOf } from "./layer_picture.js";

/** Pixels of the bar. */
const WIDTH = 256;
const HEIGHT = 14;

/** Signs on its negative half. */
const NUM_SIGNS = 5;

/**
 * Returns a bar with three texts below it.
 *
 * @returns {{root: HTMLElement, draw: (state: Readonly<DrawState>, range: Range) => void}}
 */
export function createScale() {
  const bar = createBar();
  const ends = [element("span"), element("span"), element("span")];
  return {
    root: element(
      "div",
      { class: "color-scale" },
      bar.root,
      element("div", { class: "ends" }, ...ends),
    ),
    draw(state, range) {
      bar.draw(state, isSigned(range));
      const high = toText(range.high);
      const [low, zero, top] = ends;
      low.textContent = isSigned(range) ? `−${high}` : "0";
      zero.textContent = isSigned(range) ? "0" : "";
      top.textContent = isSigned(range) ? `+${high}` : high;
    },
  };
}

/**
 * Returns the bar alone.
 *
 * @returns {{root: HTMLCanvasElement, draw: (state: Readonly<DrawState>, signed: boolean) => void}}
 */
export function createBar() {
  const root = element("canvas", { width: WIDTH, height: HEIGHT, "aria-hidden": true });
  const buffer = createBuffer();
  /** @type {Palette | null} */
  let shown = null;
  return {
    root,
    draw(state, isSignedScale) {
      const { signed, level } = palettesOf(state);
      const palette = isSignedScale ? signed : level;
      if (palette === shown) return;
      shown = palette;
      const context = contextOf(root);
      context.drawImage(buffer.show(palette, palette.length), 0, 0, WIDTH, HEIGHT);
      if (!isSignedScale) return;
      const marks = new Uint8Array(marksOf(signed).buffer);
      for (let sign = 0; sign < NUM_SIGNS; sign++) {
        const x = Math.round((sign + 0.5) / NUM_SIGNS * WIDTH / 2);
        const [red, green, blue] = marks.subarray(4 * x, 4 * x + 3);
        context.fillStyle = `rgb(${red} ${green} ${blue})`;
        context.fillRect(x - 5, HEIGHT / 2 - 1, 10, 2);
      }
    },
  };
}
