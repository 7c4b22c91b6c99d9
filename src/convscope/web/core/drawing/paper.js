/** A photograph's paper, as `drawing/paper.py` finds it. */

/** @import { Whole } from "./whole_numbers.js" */
import { closeSquare, localMean, quantile, quantileAround, tileMedians } from "./whole_numbers.js";

/** What paper of the usual colour measures; ink measures less. */
const PAPER = 1000;

/** No paper is noisier, in thousandths; what is denser is ink. */
const MOST_NOISE = 120;

/** Noise is measured in so many tiles along the longer side. */
const TILES = 16;

/**
 * Channels of a picture, 0–255; a grey one has one.
 *
 * @typedef {{height: number, width: number, planes: Uint8Array[]}} Planes
 */

/**
 * Returns how bright each place is against paper, by the channel that differs most from it.
 *
 * @param {Planes} picture
 * @param {boolean | null} isBrightInk null finds it out
 * @returns {{brightness: Whole, isBright: boolean}} about 1000 on paper, less on ink
 */
export function brightnessOfPaper({ height, width, planes }, isBrightInk) {
  const isBright = isBrightInk ?? isInkBrighter(height, width, planes);
  const values = new Int32Array(height * width).fill(2147483647);
  for (const plane of planes) {
    const channel = isBright ? plane.map((value) => 255 - value) : plane;
    const paper = Math.max(1, quantile(channel, 500));
    const ratios = Int32Array.from(
      { length: 256 },
      (_, level) => Math.floor(level * PAPER / paper),
    );
    for (let i = 0; i < values.length; i++) values[i] = Math.min(values[i], ratios[channel[i]]);
  }
  return { brightness: { height, width, values }, isBright };
}

/**
 * Ink is narrow, so it deviates more from the mean around it than paper does.
 *
 * @param {number} height
 * @param {number} width
 * @param {Uint8Array[]} planes
 * @returns {boolean}
 */
function isInkBrighter(height, width, planes) {
  const reach = Math.max(1, Math.floor(Math.max(height, width) / 16));
  let skew = 0;
  for (const plane of planes) {
    const values = Int32Array.from(plane);
    const means = localMean({ height, width, values }, reach);
    for (let i = 0; i < values.length; i++) {
      const small = Math.trunc((values[i] - means[i]) / 3); // fifth powers add up to below 2⁵³
      const squared = small * small;
      skew += squared * squared * small;
    }
  }
  return skew > 0;
}

/**
 * Returns how much darker than the paper around each place is, in thousandths. Paper is what
 * remains when everything narrower than `length` is filled.
 *
 * @param {Whole} brightness
 * @param {number} length
 * @returns {Whole}
 */
export function inkDensity(brightness, length) {
  return densityAgainst(closeSquare(brightness, length), brightness);
}

/**
 * @param {Whole} paper
 * @param {Whole} brightness
 * @returns {Whole}
 */
export function densityAgainst(paper, { height, width, values }) {
  const density = values.map((value, i) => {
    const most = Math.max(paper.values[i], 1);
    return Math.floor((most - value) * 1000 / most);
  });
  return { height, width, values: density };
}

/**
 * Returns the density that paper around each place rarely exceeds.
 *
 * @param {Whole} density
 * @returns {Whole}
 */
export function paperNoise(density) {
  const { height, width } = density;
  const side = Math.ceil(Math.max(height, width) / TILES);
  const tiles = tileMedians(density, side);
  const levels = quantileAround(tiles, 2, 250).map((level) => Math.min(level, MOST_NOISE));
  const values = new Int32Array(height * width);
  for (let row = 0; row < height; row++) {
    const first = Math.floor(row / side) * tiles.width;
    for (let column = 0; column < width; column++) {
      values[row * width + column] = levels[first + Math.floor(column / side)];
    }
  }
  return { height, width, values };
}
