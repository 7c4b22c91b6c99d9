/** The input, of which pixels can be chosen and changed, and what more of each would do. */

/** @import { DrawStore } from "../../draw_state.js" */
import { element, listen } from "../../../core/dom.js";
import { toText } from "../../../core/number_text.js";
import { paintValues, rangeOf } from "../../../draw/pixels.js";
import { palettesOf } from "../../canvas.js";
import { createFigure } from "../../map_figure.js";
import { netPixels } from "../../picture_pixels.js";
import { textsOf } from "../../reader.js";

/** Screen pixels: single pixels are aimed at. */
const SIDE = 250;

/**
 * Returns the figures. Arrow keys move from pixel to pixel, Space and Enter change one; the pointer
 * does both at once.
 *
 * @param {DrawStore} state
 * @param {{look: (row: number, column: number) => void, move: (down: number, right: number)
 *   => void, change: () => void}} actions
 * @returns {{root: HTMLElement, draw: (input: Float32Array, gradient: Float64Array,
 *   pixel: readonly number[], changed: ReadonlySet<number>) => void}}
 */
export function createPixelFigures(state, { look, move, change }) {
  const t = textsOf(state.get());
  const picture = createFigure({ largest: SIDE, across: 1 });
  const wishes = createFigure({ largest: SIDE, across: 1 });
  const { canvas } = picture;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", t("change.help"));
  canvas.classList.add("pixel-choice");
  picture.root.append(element("p", { class: "note" }, t("change.choose")));
  const legend = element("p", { class: "note" });
  wishes.root.append(legend);
  listen(canvas, "click", (/** @type {MouseEvent} */ event) => {
    const [height, width] = state.get().model.architecture.input.shape;
    const box = canvas.getBoundingClientRect();
    const down = Math.floor((event.clientY - box.top) / box.height * height);
    const across = Math.floor((event.clientX - box.left) / box.width * width);
    look(Math.min(Math.max(down, 0), height - 1), Math.min(Math.max(across, 0), width - 1));
    change();
  });
  listen(canvas, "keydown", (/** @type {KeyboardEvent} */ event) => {
    /** @type {Record<string, [number, number]>} */
    const steps = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step) move(...step);
    else if (event.key === " " || event.key === "Enter") change();
    else return;
    event.preventDefault();
  });

  return {
    root: element("div", { class: "figure-pair" }, picture.root, wishes.root),
    draw(input, gradient, [row, column], changed) {
      const now = state.get();
      const { shape, value_range: [low, high] } = now.model.architecture.input;
      const [height, width, channels] = shape;
      const bytes = Uint8Array.from(input, (value) => (value - low) / (high - low) * 255 + 0.5);
      const mark = { top: row, left: column, height: 1, width: 1 };
      const { accent } = now.colors;
      const caption = t("change.picture", { number: changed.size });
      picture.draw(caption, netPixels(now, bytes), accent, { frame: null, mark });
      const sums = Float64Array.from({ length: height * width }, (_, place) => {
        let sum = 0;
        for (let at = place * channels; at < (place + 1) * channels; at++) sum += gradient[at];
        return sum;
      });
      const { high: reach } = rangeOf(sums);
      legend.textContent = t(now.plain ? "change.wishesPlain" : "change.wishes");
      const range = { low: -reach, high: reach };
      const pixels = paintValues(sums, range, palettesOf(now).signed);
      wishes.draw(t("change.gradient"), { pixels, width, height }, accent, { frame: null, mark });
      const place = row * width + column;
      canvas.setAttribute(
        "aria-label",
        [
          caption,
          t("change.pixel", {
            row,
            column,
            value: toText(input[place * channels]),
            gradient: toText(sums[place]),
          }),
          t("change.help"),
        ].join(" "),
      );
    },
  };
}
