/** Images shrunk or enlarged, value for value as `drawing/resample.py` does it. */

/** @import { GreyImage } from "../ink.js" */

/**
 * @typedef {{height: number, width: number, pixels: ArrayLike<number>}} Plane any range
 * @typedef {readonly [start: number, step: number, count: number]} Window where the first new row
 *   begins in the source, how many source rows each covers, how many there are
 */

/**
 * Returns the mean of the source under each new pixel; outside the source is paper, 0. A new
 * pixel smaller than a source pixel averages over one, which is linear interpolation.
 *
 * @param {Plane} image
 * @param {Window} rows
 * @param {Window} columns
 * @returns {{height: number, width: number, pixels: Float64Array}}
 */
export function areaAverage(image, rows, columns) {
  const byRows = averageDown(image, rows);
  const pixels = new Float64Array(rows[2] * columns[2]);
  for (let row = 0; row < rows[2]; row++) {
    averageLine(byRows, row * image.width, image.width, pixels, row * columns[2], columns);
  }
  return { height: rows[2], width: columns[2], pixels };
}

/**
 * Averages all columns at once, by differences of their running sums.
 *
 * @param {Plane} image
 * @param {Window} window
 * @returns {Float64Array} (count, width)
 */
function averageDown({ height, width, pixels }, [start, step, count]) {
  const running = new Float64Array((height + 1) * width);
  for (let i = 0; i < height * width; i++) running[i + width] = running[i] + pixels[i];
  const span = Math.max(step, 1);
  const result = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    const middle = start + (row + 0.5) * step;
    const low = Math.min(Math.max(middle - span / 2, 0), height);
    const high = Math.min(Math.max(middle + span / 2, 0), height);
    const [lowRow, highRow] = [Math.floor(low), Math.floor(high)];
    const [lowShare, highShare] = [low - lowRow, high - highRow];
    for (let column = 0; column < width; column++) {
      let below = running[lowRow * width + column];
      let above = running[highRow * width + column];
      if (lowRow < height) below += lowShare * pixels[lowRow * width + column];
      if (highRow < height) above += highShare * pixels[highRow * width + column];
      result[row * width + column] = (above - below) / span;
    }
  }
  return result;
}

/**
 * Averages one line by differences of its running sum.
 *
 * @param {ArrayLike<number>} source
 * @param {number} first index of the line's first value
 * @param {number} length of the line
 * @param {Float64Array} result
 * @param {number} firstResult
 * @param {Window} window
 */
function averageLine(source, first, length, result, firstResult, [start, step, count]) {
  const running = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) running[i + 1] = running[i] + source[first + i];
  /** @param {number} edge */
  const sumUpTo = (edge) => {
    const clamped = Math.min(Math.max(edge, 0), length);
    const whole = Math.floor(clamped);
    if (whole === length) return running[whole];
    return running[whole] + (clamped - whole) * source[first + whole];
  };
  const span = Math.max(step, 1);
  for (let i = 0; i < count; i++) {
    const middle = start + (i + 0.5) * step;
    result[firstResult + i] = (sumUpTo(middle + span / 2) - sumUpTo(middle - span / 2)) / span;
  }
}

/**
 * Returns values rounded to whole pixels.
 *
 * @param {{height: number, width: number, pixels: Float64Array}} plane
 * @returns {GreyImage}
 */
export function toGreyImage({ height, width, pixels: values }) {
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.floor(values[i] + 0.5);
  return { height, width, pixels };
}

/**
 * Enlarges a square image by cubic convolution (Keys 1981, a = −1/2), as Pillow's `BICUBIC` does
 * within 1 of 255.
 *
 * @param {GreyImage} image
 * @param {number} size rows and columns of the result, at least as many
 * @returns {GreyImage}
 */
export function enlarge(image, size) {
  const weights = cubicWeights(image.height, size);
  let { height, pixels } = image;
  const side = image.height;
  for (let pass = 0; pass < 2; pass++) { // columns, then rows; each pass turns the image
    const turned = new Uint8Array(size * height);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < size; column++) {
        let value = 0;
        for (let k = 0; k < side; k++) value += pixels[row * side + k] * weights[column][k];
        turned[column * height + row] = Math.floor(Math.min(Math.max(value, 0), 255) + 0.5);
      }
    }
    [height, pixels] = [size, turned];
  }
  return { height: size, width: size, pixels };
}

/**
 * How much each new pixel takes from each old one.
 *
 * @param {number} side
 * @param {number} size
 * @returns {Float64Array[]} (size, side), rows sum to 1
 */
function cubicWeights(side, size) {
  return Array.from({ length: size }, (_, index) => {
    const middle = (index + 0.5) * side / size;
    const row = Float64Array.from({ length: side }, (_, old) => {
      const distance = Math.abs(old + 0.5 - middle);
      if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1;
      if (distance < 2) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
      return 0;
    });
    const sum = row.reduce((total, weight) => total + weight, 0);
    return row.map((weight) => weight / sum);
  });
}
