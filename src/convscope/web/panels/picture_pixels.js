/** The picture that is judged instead of a drawing, as pixels. */

/** @import { DrawState } from "./draw_state.js" */
/** @import { Palette } from "../draw/palettes.js" */
import { GREY, PALETTES } from "../draw/palettes.js";
import { paintPicture } from "../draw/pixels.js";
import { shownExample } from "./draw_state.js";

/** @typedef {{pixels: Uint32Array<ArrayBuffer>, width: number, height: number}} Pixels */

/**
 * Returns the picture or test image that is judged, or null for a drawing.
 *
 * @param {Readonly<DrawState>} state
 * @returns {Pixels | null}
 */
export function picturePixels(state) {
  const example = shownExample(state);
  if (example) return netPixels(state, example);
  if (!state.picture) return null;
  const { data, width, height } = state.picture;
  return { pixels: new Uint32Array(data.slice().buffer), width, height };
}

/**
 * Returns bytes of the size of the net's input as pixels. Characters are shown as ink on paper,
 * photographs as they are.
 *
 * @param {Readonly<DrawState>} state
 * @param {ArrayLike<number>} bytes (height, width, channels)
 * @returns {Pixels}
 */
export function netPixels(state, bytes) {
  const { model } = state;
  const [height, width, channels] = model.architecture.input.shape;
  return { pixels: paintPicture(bytes, channels, inputPalette(state)), width, height };
}

/**
 * Returns the colours of a grey input.
 *
 * @param {Readonly<DrawState>} state
 * @returns {Palette}
 */
export function inputPalette(state) {
  return state.model.placement === "none" ? GREY : PALETTES[state.theme].level;
}
