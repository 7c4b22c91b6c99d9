/** Whether a verdict hangs on where exactly a character was put, as `drawing/steadiness.py` tells. */

/** The probability that a steady verdict keeps wherever its character is moved by a pixel. */
const STEADY = 0.8;

/**
 * Returns an input moved down, up, right and left by a pixel.
 *
 * @template {Uint8Array | Float32Array} T
 * @param {T} input
 * @param {readonly number[]} shape (height, width, channels)
 * @returns {T[]}
 */
export function movedByAPixel(input, [height, width, channels]) {
  return [[1, 0], [-1, 0], [0, 1], [0, -1]].map(([down, right]) => {
    const moved = /** @type {T} */ (input.slice());
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const from = (row * width + column) * channels;
        const toRow = (row + down + height) % height;
        const toColumn = (column + right + width) % width;
        moved.set(input.subarray(from, from + channels), (toRow * width + toColumn) * channels);
      }
    }
    return moved;
  });
}

/**
 * Returns whether a verdict is as good as certain, and stays so when moved.
 *
 * @param {number} best the class
 * @param {readonly ArrayLike<number>[]} probabilities of the input and of the moved ones
 * @returns {boolean}
 */
export function isSteady(best, probabilities) {
  return probabilities.every((of) => of[best] >= STEADY);
}
