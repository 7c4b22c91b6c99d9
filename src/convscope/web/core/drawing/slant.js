/** How much writing leans, and standing it upright, as `drawing/slant.py` does it. */

import { areaAverage } from "./resample.js";

/** @import { GreyImage, Path } from "../ink.js" */

/** Slants beyond 45° are shapes, not handwriting that leans. */
const STEEPEST = 1;

/**
 * Returns how far paths move right for each unit down, on average; each length counts alike.
 *
 * @param {readonly Path[]} paths
 * @returns {number}
 */
export function slantOfPaths(paths) {
  /** @type {[length: number, x: number, y: number][]} */
  const weighted = [];
  let [mass, xSum, ySum] = [0, 0, 0];
  for (const path of paths) {
    for (let i = 1; i < path.length; i++) {
      const [[ax, ay], [bx, by]] = [path[i - 1], path[i]];
      const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
      const x = (ax + bx) / 2;
      const y = (ay + by) / 2;
      weighted.push([length, x, y]);
      mass += length;
      xSum += length * x;
      ySum += length * y;
    }
  }
  if (mass === 0) return 0;
  const middleX = xSum / mass;
  const middleY = ySum / mass;
  let [both, down] = [0, 0];
  for (const [length, x, y] of weighted) {
    both += length * (x - middleX) * (y - middleY);
    down += length * (y - middleY) * (y - middleY);
  }
  return limited(both, down);
}

/**
 * Returns how far ink moves right for each row down, on average.
 *
 * @param {GreyImage} ink
 * @returns {number}
 */
export function slantOfInk({ width, pixels }) {
  let [mass, xSum, ySum, xySum, yySum] = [0, 0, 0, 0, 0];
  pixels.forEach((value, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    mass += value;
    xSum += value * x;
    ySum += value * y;
    xySum += value * x * y;
    yySum += value * y * y;
  });
  if (mass === 0) return 0;
  return limited(xySum - xSum * (ySum / mass), yySum - ySum * (ySum / mass));
}

/**
 * Shifts each row against the slant.
 *
 * @param {GreyImage} ink
 * @param {number} slant
 * @returns {GreyImage} of the same height, wider
 */
export function standUpright({ height, width, pixels }, slant) {
  const reach = Math.ceil(Math.abs(slant) * height / 2);
  const newWidth = width + 2 * reach;
  const upright = new Uint8Array(height * newWidth);
  for (let row = 0; row < height; row++) {
    const line = { height: 1, width, pixels: pixels.subarray(row * width, (row + 1) * width) };
    const start = (row + 0.5 - height / 2) * slant - reach;
    const shifted = areaAverage(line, [0, 1, 1], [start, 1, newWidth]);
    upright.set(shifted.pixels.map((value) => Math.floor(value + 0.5)), row * newWidth);
  }
  return { height, width: newWidth, pixels: upright };
}

/**
 * @param {number} both
 * @param {number} down
 * @returns {number}
 */
function limited(both, down) {
  return down > 0 ? Math.min(Math.max(both / down, -STEEPEST), STEEPEST) : 0;
}
