/** What happens to pictures between paper and net: moved, turned, scaled, thickened, inverted. */

import { SIDE } from "./test_digits.js";

/**
 * How a picture is changed about its middle.
 *
 * @typedef {object} Change
 * @property {number} [scale] 1 leaves the size as it is
 * @property {number} [turn] degrees against the clock
 * @property {number} [right] pixels
 * @property {number} [down] pixels
 */

/**
 * Returns a picture moved, turned and scaled; what comes from outside is paper. Values between
 * pixels are mixed from the four around, as imaging libraries do it.
 *
 * @param {Uint8Array} pixels (28, 28)
 * @param {Change} change
 * @returns {Uint8Array} (28, 28)
 */
export function changed(pixels, { scale = 1, turn = 0, right = 0, down = 0 }) {
  const middle = SIDE / 2;
  const cosine = Math.cos(turn * Math.PI / 180) / scale;
  const sine = Math.sin(turn * Math.PI / 180) / scale;
  const made = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = column + 0.5 - middle - right;
      const y = row + 0.5 - middle - down;
      const fromX = cosine * x - sine * y + middle;
      const fromY = sine * x + cosine * y + middle;
      if (fromX < 0 || fromY < 0 || fromX >= SIDE || fromY >= SIDE) continue;
      made[row * SIDE + column] = Math.floor(between(pixels, fromX - 0.5, fromY - 0.5) + 0.5);
    }
  }
  return made;
}

/** @param {Uint8Array} pixels @param {number} x @param {number} y @returns {number} */
function between(pixels, x, y) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    pixels[inside(row) * SIDE + inside(column)];
  const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * (x - left);
  const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * (x - left);
  return upper + (lower - upper) * (y - top);
}

/** @param {number} index @returns {number} */
function inside(index) {
  return Math.min(Math.max(index, 0), SIDE - 1);
}

/**
 * Returns a picture with thicker strokes: each time ink spreads to the four neighbours.
 *
 * @param {Uint8Array} pixels (28, 28)
 * @param {number} times
 * @returns {Uint8Array} (28, 28)
 */
export function thickened(pixels, times) {
  let made = pixels;
  for (let time = 0; time < times; time++) {
    const before = made;
    made = before.map((value, index) => {
      const column = index % SIDE;
      return Math.max(
        value,
        before[index - SIDE] ?? 0,
        before[index + SIDE] ?? 0,
        column > 0 ? before[index - 1] : 0,
        column < SIDE - 1 ? before[index + 1] : 0,
      );
    });
  }
  return made;
}

/**
 * Returns a picture with black and white exchanged.
 *
 * @param {Uint8Array} pixels 0–255
 * @returns {Uint8Array}
 */
export function inverted(pixels) {
  return pixels.map((value) => 255 - value);
}
