/** Values to pixels. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Palette } from "./palettes.js" */

/**
 * Which values the ends of a palette stand for.
 *
 * @typedef {{low: number, high: number}} Range
 */

/**
 * Returns the range in which values are shown: from 0 to the largest, or, where there are
 * negative ones, as far to either side of 0.
 *
 * @param {ArrayLike<number>} values
 * @returns {Range}
 */
export function rangeOf(values) {
  let smallest = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < smallest) smallest = value;
    else if (value > largest) largest = value;
  }
  if (smallest === 0) return { low: 0, high: largest || 1 };
  const reach = Math.max(-smallest, largest);
  return { low: -reach, high: reach };
}

/** @param {Range} range @returns {boolean} whether 0 lies in the middle of it */
export function isSigned({ low }) {
  return low < 0;
}

/**
 * Which rows and columns of a map are seen: a map that is shown small has more than the screen.
 *
 * @typedef {{rows: Int32Array, columns: Int32Array}} SeenPlaces
 */

/**
 * Returns, for each of `length` pixels, which of `numValues` values lies under its middle.
 *
 * @param {number} length
 * @param {number} numValues
 * @returns {Int32Array}
 */
export function nearest(length, numValues) {
  return Int32Array.from({ length }, (_, at) => Math.floor((at + 0.5) * numValues / length));
}

/**
 * Paints what is seen of every map of a layer, one below the other.
 *
 * @param {ArrayLike<number>} values (height, width, channels)
 * @param {Shape} shape
 * @param {Range} range
 * @param {Palette} palette
 * @param {Uint32Array} pixels (channels shown × rows seen, columns seen)
 * @param {SeenPlaces} [seen] all where it is left out
 */
export function paintMaps(
  values,
  [height, width, channels],
  { low, high },
  palette,
  pixels,
  { rows, columns } = { rows: nearest(height, height), columns: nearest(width, width) },
) {
  const size = rows.length * columns.length;
  const numShown = Math.floor(pixels.length / size);
  const scale = 255 / (high - low);
  for (let row = 0, place = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++, place++) {
      const first = (rows[row] * width + columns[column]) * channels;
      for (let channel = 0; channel < numShown; channel++) {
        const index = (values[first + channel] - low) * scale + 0.5;
        pixels[channel * size + place] = palette[index < 0 ? 0 : index > 255 ? 255 : index | 0];
      }
    }
  }
}

/**
 * Paints a picture of bytes: grey through a palette, three channels as they are.
 *
 * @param {ArrayLike<number>} bytes (height, width, channels), 0–255
 * @param {number} channels 1 or 3
 * @param {Palette} palette for grey
 * @returns {Uint32Array<ArrayBuffer>} (height, width)
 */
export function paintPicture(bytes, channels, palette) {
  const pixels = new Uint32Array(bytes.length / channels);
  if (channels !== 3) {
    for (let i = 0; i < pixels.length; i++) pixels[i] = palette[bytes[i * channels]];
    return pixels;
  }
  const colors = new Uint8ClampedArray(pixels.buffer);
  for (let i = 0; i < pixels.length; i++) {
    for (let channel = 0; channel < 3; channel++) colors[4 * i + channel] = bytes[3 * i + channel];
    colors[4 * i + 3] = 255;
  }
  return pixels;
}

/**
 * Returns the kernels of one filter side by side as a picture of values; between them NaN.
 *
 * @param {Float32Array} kernel (height, width, inputs, filters)
 * @param {Shape} shape of the kernel
 * @param {number} filter
 * @returns {{values: Float32Array, height: number, width: number}}
 */
export function kernelMosaic(kernel, [rows, columns, inputs, filters], filter) {
  const across = Math.ceil(Math.sqrt(inputs));
  const down = Math.ceil(inputs / across);
  const height = down * (rows + 1) - 1;
  const width = across * (columns + 1) - 1;
  const values = new Float32Array(height * width).fill(NaN);
  for (let input = 0; input < inputs; input++) {
    const top = Math.floor(input / across) * (rows + 1);
    const left = (input % across) * (columns + 1);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = ((row * columns + column) * inputs + input) * filters + filter;
        values[(top + row) * width + left + column] = kernel[from];
      }
    }
  }
  return { values, height, width };
}

/**
 * Paints single values; NaN stays transparent.
 *
 * @param {ArrayLike<number>} values
 * @param {Range} range
 * @param {Palette} palette
 * @returns {Uint32Array<ArrayBuffer>}
 */
export function paintValues(values, { low, high }, palette) {
  const pixels = new Uint32Array(values.length);
  const scale = 255 / (high - low);
  for (let i = 0; i < pixels.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const index = Math.round((values[i] - low) * scale);
    pixels[i] = palette[Math.min(Math.max(index, 0), 255)];
  }
  return pixels;
}
