/** The steps that every placement shares, as `drawing/fitting.py` does them. */

import { areaAverage, enlarge } from "./resample.js";
import { FAINT, strokeWidth } from "./stroke_width.js";

/** @import { GreyImage } from "../ink.js" */
/** @import { Placement } from "./placements.js" */

/**
 * @typedef {readonly [down: number, across: number]} Pair
 * @typedef {{top: number, left: number, height: number, width: number}} Box fractions of the pad
 *   for strokes, pixels for a picture
 */

/** Pixels that scaling may be off by; ink that fills its box to within this still fills it. */
const ROUNDING = 1e-6;

/**
 * An image that a net can judge, and what was done to get it.
 *
 * @typedef {object} Placed
 * @property {GreyImage} image (canvas, canvas)
 * @property {Box} box of what was drawn, without the ink's width for strokes
 * @property {Pair} scale canvas pixels for one unit of `box`
 * @property {Pair} shift whole canvas pixels that the ink was moved to centre its mass
 * @property {number} slant how far the ink moved right for each unit down before it was stood
 *   upright; 0 where slants stay
 * @property {number | null} strokeWidthBefore estimated, in canvas pixels if only scaled; null
 *   for strokes, which have no width until they are rendered
 * @property {number} strokeWidth estimated, in canvas pixels in `image`
 * @property {boolean} isInverted whether the picture was dark ink on light paper
 * @property {boolean} isSure whether it is beyond doubt what is ink and where the character ends
 */

/**
 * Returns the box around all ink that is not faint, in pixels; null without ink.
 *
 * @param {GreyImage} ink
 * @returns {Box | null}
 */
export function inkBox({ height, width, pixels }) {
  let [top, left, bottom, right] = [height, width, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (pixels[row * width + column] < FAINT) continue;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
    }
  }
  return bottom === 0 ? null : { top, left, height: bottom - top, width: right - left };
}

/**
 * Returns the scales that fit an extent into the room.
 *
 * @param {Pair} room
 * @param {Pair} extent
 * @param {number} smallest extents below this are scaled like this one
 * @param {number} stretch how much more than the other an axis may be scaled
 * @returns {Pair}
 */
export function fit(room, extent, smallest, stretch) {
  const down = room[0] / Math.max(extent[0], smallest);
  const across = room[1] / Math.max(extent[1], smallest);
  const most = Math.min(down, across) * stretch;
  return [Math.min(down, most), Math.min(across, most)];
}

/**
 * Returns the pixel edge where ink of this length begins, to be about in the middle.
 *
 * @param {number} canvas
 * @param {number} length
 * @returns {number}
 */
export function begin(canvas, length) {
  return Math.floor((canvas - length) / 2 + ROUNDING);
}

/**
 * Moves ink by whole pixels to where the placement wants it; no ink leaves the canvas.
 *
 * @param {GreyImage} image
 * @param {Placement} placement
 * @returns {{image: GreyImage, shift: Pair}}
 */
export function centre(image, placement) {
  const box = inkBox(image);
  if (placement.centre !== "mass" || box === null) return { image, shift: [0, 0] };
  const { height, width, pixels } = image;
  const rowMasses = new Array(height).fill(0);
  const columnMasses = new Array(width).fill(0);
  pixels.forEach((value, i) => {
    rowMasses[Math.floor(i / width)] += value;
    columnMasses[i % width] += value;
  });
  const down = clamp(shiftToMiddle(rowMasses), -box.top, height - box.top - box.height);
  const across = clamp(shiftToMiddle(columnMasses), -box.left, width - box.left - box.width);
  const moved = new Uint8Array(pixels.length);
  for (let row = Math.max(down, 0); row < height + Math.min(down, 0); row++) {
    for (let column = Math.max(across, 0); column < width + Math.min(across, 0); column++) {
      moved[row * width + column] = pixels[(row - down) * width + column - across];
    }
  }
  return { image: { height, width, pixels: moved }, shift: [down, across] };
}

/**
 * Tells whether an image already is, to a pixel, what the placement would make of it.
 *
 * @param {GreyImage} image
 * @param {Box} box
 * @param {Placement} placement
 * @returns {boolean}
 */
export function liesRight(image, box, placement) {
  const { canvas } = placement;
  if (placement.box === null || image.height !== canvas || image.width !== canvas) return false;
  const slack = placement.grid === null ? 1 : 1 + canvas / placement.grid;
  const spare = Math.min(placement.box[0] - box.height, placement.box[1] - box.width);
  const offDown = Math.abs(2 * box.top + box.height - canvas);
  const offAcross = Math.abs(2 * box.left + box.width - canvas);
  let isCentral = Math.max(offDown, offAcross) <= 2 * slack;
  if (placement.centre === "mass") {
    const { shift } = centre(image, placement);
    isCentral = shift[0] === 0 && shift[1] === 0;
  }
  const [low, high] = placement.usual_widths;
  const width = strokeWidth(image);
  const isUsual = placement.grid !== null || (low * 0.75 <= width && width <= high * 1.25);
  return Math.abs(spare) <= slack && isCentral && isUsual;
}

/**
 * The whole shift after which the centre of mass lies in (middle − ½, middle + ½].
 *
 * @param {readonly number[]} masses
 * @returns {number}
 */
function shiftToMiddle(masses) {
  const mass = masses.reduce((total, value) => total + value, 0);
  const moment = masses.reduce((total, value, index) => total + index * value, 0);
  return Math.floor(((masses.length - 1) * mass - 2 * moment) / (2 * mass)) + 1;
}

/**
 * Samples ink as coarsely as the makers did, then enlarges it again as the data set is.
 *
 * @param {GreyImage} image
 * @param {Placement} placement
 * @returns {GreyImage}
 */
export function sampleOnGrid(image, placement) {
  const { canvas, grid } = placement;
  if (grid === null) return image;
  const coarse = areaAverage(image, [0, canvas / grid, grid], [0, canvas / grid, grid]);
  const pixels = Uint8Array.from(coarse.pixels, (value) => {
    const level = Math.floor(value / 255 * 16 + 0.5); // 0–16, as theirs
    return Math.floor(level * 255 / 16 + 0.5);
  });
  return enlarge({ height: grid, width: grid, pixels }, canvas);
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number}
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
