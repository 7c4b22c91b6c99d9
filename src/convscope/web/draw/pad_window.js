/** Which part of the pad the net's input shows. */

/** @import { Placed } from "../core/placement.js" */

/**
 * x = a · column + c · row + e and y = d · row + f: from pixels of the input to fractions of the
 * pad, with the names that canvas transforms have.
 *
 * @typedef {{a: number, c: number, d: number, e: number, f: number}} PadTransform
 */

/**
 * Returns how the pixels of the input lie on the pad on which strokes were drawn: the placement
 * undone.
 *
 * @param {Placed} placed of strokes
 * @param {number} inkWidth that the placement gave the strokes, in pixels of the input
 * @param {boolean} isMoved whether the placement moved the strokes at all
 * @returns {PadTransform}
 */
export function padTransform({ image, box, scale, shift, slant }, inkWidth, isMoved) {
  const [down, across] = scale;
  const startRow = isMoved ? begin(image.height, box.height * down + inkWidth) + inkWidth / 2 : 0;
  const startColumn = isMoved
    ? begin(image.width, box.width * across + inkWidth) + inkWidth / 2
    : 0;
  const [top, left] = isMoved ? [box.top, box.left] : [0, 0];
  const f = top - (startRow + shift[0]) / down;
  const d = 1 / down;
  const uprightX = left - (startColumn + shift[1]) / across;
  return { a: 1 / across, c: slant * d, d, e: uprightX + slant * f, f };
}

/** @param {number} canvas @param {number} length @returns {number} as placements begin */
function begin(canvas, length) {
  return Math.floor((canvas - length) / 2);
}
