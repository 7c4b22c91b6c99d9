/** A photograph's paper, as `drawing/paper.py` finds it. */

/** @import { Whole } from "./whole_numbers.js" */
import { closeSquare, quantile, quantileAround, tileMedians } from "./whole_numbers.js";

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
 * @param {boolean} isBrightInk the picture is then turned over
 * @returns {Whole} about 1000 on paper, less on ink
 */
export function brightnessOfPaper({ height, width, planes }, isBrightInk) {
  const values = new Int32Array(height * width).fill(2147483647);
  for (const plane of planes) {
    const channel = isBrightInk ? plane.map((value) => 255 - value) : plane;
    const paper = Math.max(1, quantile(channel, 500));
    const ratios = Int32Array.from(
      { length: 256 },
      (_, level) => Math.floor(level * PAPER / paper),
    );
    for (let i = 0; i < values.length; i++) {
      const ratio = ratios[channel[i]];
      if (ratio < values[i]) values[i] = ratio;
    }
  }
  return { height, width, values };
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
  const density = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const most = Math.max(paper.values[i], 1);
    density[i] = (most - values[i]) * 1000 / most; // none is negative, so this rounds down
  }
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
