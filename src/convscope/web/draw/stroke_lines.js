/** Strokes to smooth lines. */

/** @import { Stroke } from "../core/ink.js" */

/** Pressure that leaves the brush as wide as it was chosen. */
const USUAL_PRESSURE = 0.5;

/**
 * A piece of a stroke: a curve from one point to the next, bent towards the point between them.
 *
 * @typedef {object} Piece
 * @property {number} fromX
 * @property {number} fromY
 * @property {number} viaX
 * @property {number} viaY
 * @property {number} toX
 * @property {number} toY
 * @property {number} width share of the brush's width
 */

/**
 * Returns a stroke as curves through the middles between its points: no corners at any speed.
 *
 * @param {Stroke} stroke x and y 0–1
 * @returns {Piece[]} in 0–1
 */
export function smoothPieces(stroke) {
  /** @type {Piece[]} */
  const pieces = [];
  if (stroke.length === 0) return pieces;
  let [fromX, fromY] = stroke[0];
  for (let i = 0; i < Math.max(1, stroke.length - 1); i++) {
    const [viaX, viaY] = stroke[i];
    const next = stroke[Math.min(i + 1, stroke.length - 1)];
    const isLast = i >= stroke.length - 2;
    const toX = isLast ? next[0] : (viaX + next[0]) / 2;
    const toY = isLast ? next[1] : (viaY + next[1]) / 2;
    const width = widthAt(next[3]);
    pieces.push({ fromX, fromY, viaX, viaY, toX, toY, width });
    [fromX, fromY] = [toX, toY];
  }
  return pieces;
}

/** @param {number | undefined} pressure 0–1, where the device tells it @returns {number} */
function widthAt(pressure) {
  return pressure === undefined ? 1 : 0.5 + 0.5 * pressure / USUAL_PRESSURE;
}
