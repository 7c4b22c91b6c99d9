/** Bicubic enlarging, to the bit as Pillow does it: a canvas would give each browser's own pixels. */

/** Bits behind the point of the weights, which are whole numbers so that sums are exact. */
const PRECISION_BITS = 22;

/** Steepness of the cubic curve. */
const A = -0.5;

/** Pixels on each side that a new pixel looks at. */
const REACH = 2;

/**
 * Returns a square grey picture, enlarged: first every row, then every column.
 *
 * Source: Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981; whole weights
 * and rounding in between as in Pillow's `Image.resize`.
 *
 * @param {Uint8Array} pixels (size, size)
 * @param {number} size
 * @param {number} newSize not below `size`
 * @returns {Uint8Array} (newSize, newSize)
 */
export function enlarge(pixels, size, newSize) {
  const weights = weightsOf(size, newSize);
  const wide = new Uint8Array(size * newSize);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < newSize; column++) {
      const { first, values } = weights[column];
      wide[row * newSize + column] = weigh(pixels, row * size + first, 1, values);
    }
  }
  const result = new Uint8Array(newSize * newSize);
  for (let row = 0; row < newSize; row++) {
    const { first, values } = weights[row];
    for (let column = 0; column < newSize; column++) {
      result[row * newSize + column] = weigh(wide, first * newSize + column, newSize, values);
    }
  }
  return result;
}

/** @typedef {{first: number, values: number[]}} Weights of a new pixel: from an old one on */

/** What was asked for last: pictures of one size come by the hundred. */
let last = { size: 0, newSize: 0, weights: /** @type {Weights[]} */ ([]) };

/**
 * Returns for every new pixel the first old one that it looks at, and the weights from there on.
 *
 * @param {number} size
 * @param {number} newSize
 * @returns {Weights[]}
 */
function weightsOf(size, newSize) {
  if (last.size === size && last.newSize === newSize) return last.weights;
  const weights = Array.from({ length: newSize }, (_, index) => {
    const centre = (index + 0.5) * size / newSize;
    const first = Math.max(Math.trunc(centre - REACH + 0.5), 0);
    const end = Math.min(Math.trunc(centre + REACH + 0.5), size);
    const cubic = Array.from({ length: end - first }, (_, i) => curve(first + i - centre + 0.5));
    const sum = cubic.reduce((a, b) => a + b, 0);
    const values = cubic.map((value) => {
      const scaled = value / sum * 2 ** PRECISION_BITS;
      return Math.trunc(scaled + (scaled < 0 ? -0.5 : 0.5));
    });
    return { first, values };
  });
  last = { size, newSize, weights };
  return weights;
}

/** @param {number} distance @returns {number} */
function curve(distance) {
  const x = Math.abs(distance);
  if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
}

/**
 * @param {Uint8Array} pixels
 * @param {number} from
 * @param {number} stride
 * @param {number[]} weights
 * @returns {number} 0–255
 */
function weigh(pixels, from, stride, weights) {
  let sum = 2 ** (PRECISION_BITS - 1);
  for (let i = 0; i < weights.length; i++) sum += pixels[from + i * stride] * weights[i];
  return Math.min(Math.max(sum >> PRECISION_BITS, 0), 255);
}
