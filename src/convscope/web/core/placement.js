/** The face of the drawing room: strokes or a picture in, an image for the net and facts out. */

/** @typedef {import("./drawing/fitting.js").Box} Box */
/** @typedef {import("./drawing/fitting.js").Placed} Placed */
/** @typedef {import("./drawing/placements.js").Placement} Placement */

export { placeStrokes } from "./drawing/stroke_placement.js";
export {
  greyFromRgba,
  placeCharacters,
  placeImage,
  planesFromRgba,
} from "./drawing/image_placement.js";
export { findPlacement, PLACEMENTS } from "./drawing/placements.js";
export { strokesFromJson } from "./drawing/stroke.js";
export { strokeWidth } from "./drawing/stroke_width.js";
