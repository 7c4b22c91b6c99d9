/** Connected pieces of ink, as `drawing/pieces.py` finds them. */

/** @import { Whole } from "./whole_numbers.js" */
import { strokeWidth } from "./stroke_width.js";

/**
 * Connected ink; bottom and right lie just outside.
 *
 * @typedef {object} Piece
 * @property {number} label
 * @property {number} top
 * @property {number} left
 * @property {number} bottom
 * @property {number} right
 * @property {number} extent the longer side of its box
 * @property {number} mass
 * @property {number} width of its strokes
 * @property {readonly [row: number, column: number][]} outline the first and last pixel of each
 *   row and column
 * @property {boolean} hasCorners whether there is ink in all four corners of the box
 */

/** @typedef {Pick<Piece, "top" | "left" | "bottom" | "right">} Edges */

/**
 * Finds connected pixels above a low threshold that somewhere exceed the high one.
 *
 * @param {Whole} density in thousandths
 * @param {Int32Array} low threshold of each pixel
 * @param {Int32Array} high threshold that one pixel of each piece exceeds
 * @param {number} least extent below which a piece is left out
 * @returns {{labels: Int32Array, pieces: Piece[]}} labels from 1, 0 elsewhere
 */
export function findPieces({ height, width, values }, low, high, least) {
  const labels = new Int32Array(values.length);
  const waiting = new Int32Array(values.length);
  /** @type {Piece[]} */
  const pieces = [];
  let label = 0;
  for (let start = 0; start < values.length; start++) {
    if (labels[start] || values[start] <= low[start]) continue;
    label++;
    labels[start] = label;
    let [number, next, mass, isSeed] = [1, 0, 0, false];
    waiting[0] = start;
    const edges = { top: height, left: width, bottom: 0, right: 0 };
    while (next < number) {
      const at = waiting[next++];
      const row = Math.floor(at / width);
      const column = at - row * width;
      mass += values[at];
      if (values[at] > high[at]) isSeed = true;
      widen(edges, row, column);
      for (let r = Math.max(0, row - 1); r <= Math.min(row + 1, height - 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(column + 1, width - 1); c++) {
          const near = r * width + c;
          if (labels[near] || values[near] <= low[near]) continue;
          labels[near] = label;
          waiting[number++] = near;
        }
      }
    }
    const extent = Math.max(edges.bottom - edges.top, edges.right - edges.left);
    if (isSeed && extent >= least) {
      pieces.push({ label, ...edges, extent, mass, ...shapeOf(labels, width, label, edges) });
    }
  }
  return { labels, pieces };
}

/** @param {Edges} edges @param {number} row @param {number} column */
function widen(edges, row, column) {
  edges.top = Math.min(edges.top, row);
  edges.left = Math.min(edges.left, column);
  edges.bottom = Math.max(edges.bottom, row + 1);
  edges.right = Math.max(edges.right, column + 1);
}

/**
 * @param {Int32Array} labels
 * @param {number} stride
 * @param {number} label
 * @param {Edges} edges
 * @returns {Pick<Piece, "width" | "outline" | "hasCorners">}
 */
function shapeOf(labels, stride, label, { top, left, bottom, right }) {
  const [height, width] = [bottom - top, right - left];
  const pixels = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (labels[(top + row) * stride + left + column] !== label) continue;
      pixels[row * width + column] = 255;
    }
  }
  const ink = { height, width, pixels };
  return {
    width: strokeWidth(ink),
    outline: outlineOf(ink, top, left),
    hasCorners: fillsCorners(ink),
  };
}

/**
 * @param {import("../ink.js").GreyImage} ink
 * @param {number} top
 * @param {number} left
 * @returns {[row: number, column: number][]}
 */
function outlineOf({ height, width, pixels }, top, left) {
  /** @type {[number, number][]} */
  const found = [];
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * width, (row + 1) * width);
    found.push([top + row, left + line.indexOf(255)], [top + row, left + line.lastIndexOf(255)]);
  }
  for (let column = 0; column < width; column++) {
    let [first, last] = [0, height - 1];
    while (!pixels[first * width + column]) first++;
    while (!pixels[last * width + column]) last--;
    found.push([top + first, left + column], [top + last, left + column]);
  }
  return found;
}

/** @param {import("../ink.js").GreyImage} ink @returns {boolean} */
function fillsCorners({ height, width, pixels }) {
  const rows = Math.max(1, Math.floor(height / 10));
  const columns = Math.max(1, Math.floor(width / 10));
  /** @param {number} top @param {number} left */
  const isInked = (top, left) => {
    for (let row = top; row < top + rows; row++) {
      for (let column = left; column < left + columns; column++) {
        if (pixels[row * width + column]) return true;
      }
    }
    return false;
  };
  return [0, height - rows].every((top) =>
    [0, width - columns].every((left) => isInked(top, left))
  );
}

/**
 * @param {Piece} piece
 * @param {{height: number, width: number}} picture
 * @returns {boolean} whether it is a large printed box
 */
export function isFrame({ top, left, bottom, right, hasCorners }, { height, width }) {
  return hasCorners && 4 * (bottom - top) > height && 4 * (right - left) > width;
}
