/** The width of strokes, estimated and changed as `drawing/stroke_width.py` does it. */

/** @import { GreyImage } from "../ink.js" */

/** Ink below this, of 255, is no evidence: scanners, JPEG and interpolation leave it at edges. */
export const FAINT = 32;

/**
 * Estimates the width of strokes from the ink's area A and the length P of its outline, the total
 * variation: w = (P − √(P² − 4 π A)) / π, exact for a round-capped line and for a dot.
 *
 * @param {GreyImage} ink
 * @returns {number} pixels; 0 without ink
 */
export function strokeWidth({ height, width, pixels }) {
  const stride = width + 2;
  const bright = new Uint8Array((height + 2) * stride); // with a border of paper
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = pixels[row * width + column];
      if (value >= FAINT) bright[(row + 1) * stride + column + 1] = value;
    }
  }
  let area = 0;
  let outline = 0;
  for (let row = 0; row <= height; row++) {
    let inRow = 0;
    for (let at = row * stride; at <= row * stride + width; at++) {
      const [a, b] = [bright[at], bright[at + 1]];
      const [c, d] = [bright[at + stride], bright[at + stride + 1]];
      const dx = (b - a + d - c) / 2;
      const dy = (c - a + d - b) / 2;
      inRow += Math.sqrt(dx * dx + dy * dy);
      area += a;
    }
    outline += inRow;
  }
  area /= 255;
  outline /= 255;
  return (outline - Math.sqrt(Math.max(0, outline * outline - 4 * Math.PI * area))) / Math.PI;
}

/**
 * Moves every outline outwards by half of `amount`, inwards where it is negative.
 *
 * @param {Uint8Array} isInk (height, width), 1 for ink
 * @param {number} height
 * @param {number} width
 * @param {number} amount change of the stroke width in pixels
 * @param {number} least width that the widest stroke keeps, so that ink does not vanish
 * @returns {Float64Array} coverage 0–255
 */
export function changeWidth(isInk, height, width, amount, least) {
  const inside = distanceTo(isInk, 0, height, width);
  const outside = distanceTo(isInk, 1, height, width, Math.max(amount, least) / 2 + 1);
  // 0 on the outline
  const signed = inside.map((distance, i) => isInk[i] ? distance - 0.5 : 0.5 - outside[i]);
  const deepest = signed.reduce((most, distance) => Math.max(most, distance));
  const change = Math.max(amount, least - 2 * deepest);
  return signed.map((distance) => Math.min(Math.max(distance + change / 2 + 0.5, 0), 1) * 255);
}

/**
 * Distance in pixels from each pixel's centre to the nearest target's; large without any.
 *
 * @param {Uint8Array} values
 * @param {number} target the value that marks targets
 * @param {number} height
 * @param {number} width
 * @param {number} [enough] beyond this it does not matter how far
 * @returns {Float64Array}
 */
function distanceTo(values, target, height, width, enough = Infinity) {
  const far = height + width;
  const inRow = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) inRow[i] = values[i] === target ? 0 : far;
  for (let row = 0; row < height; row++) {
    const first = row * width;
    for (let i = first + 1; i < first + width; i++) {
      inRow[i] = Math.min(inRow[i], inRow[i - 1] + 1);
    }
    for (let i = first + width - 2; i >= first; i--) {
      inRow[i] = Math.min(inRow[i], inRow[i + 1] + 1);
    }
  }
  const result = new Float64Array(height * width);
  const most = Math.min(height - 1, enough);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let nearest = inRow[row * width + column] ** 2;
      for (let away = 1; away <= most && away * away < nearest; away++) {
        const above = inRow[Math.max(row - away, 0) * width + column];
        const below = inRow[Math.min(row + away, height - 1) * width + column];
        const across = Math.min(above, below);
        nearest = Math.min(nearest, across * across + away * away);
      }
      result[row * width + column] = Math.sqrt(nearest);
    }
  }
  return result;
}
