/** A picture of a character to ink 255 on paper 0, as `drawing/raster_ink.py` does it. */

/** @import { GreyImage } from "../ink.js" */

/** Ink and paper nearer than this, of 255, count as blank paper. */
const LEAST_CONTRAST = 32;

/** Ink on clean paper that is this bright is not made brighter. */
export const NEARLY_FULL = 192;

/**
 * Tells ink from paper by the grey level that best separates two classes (Otsu 1979); paper is
 * the class that holds more of the border and the whole.
 *
 * @param {GreyImage} picture any polarity
 * @returns {{ink: GreyImage, isInverted: boolean} | null} null for blank paper
 */
export function findInk(picture) {
  const { height, width } = picture;
  /** @type {number[]} */
  let histogram = new Array(256).fill(0);
  for (let i = 0; i < picture.pixels.length; i++) histogram[picture.pixels[i]]++;
  let threshold = separatingLevel(histogram);
  const isInverted = brightShare(picture, threshold) > 1;
  if (isInverted) {
    histogram = histogram.reverse();
    threshold = 254 - threshold;
  }
  const paperClasses = histogram.slice(0, threshold + 1);
  const inkClasses = histogram.slice(threshold + 1);
  if (!sum(inkClasses) || !sum(paperClasses)) return null;
  const floor = paperLevel(paperClasses);
  let full = threshold + 1 + quantile(inkClasses, 0.9);
  if (full - floor < LEAST_CONTRAST) return null;
  if (floor === 0 && full >= NEARLY_FULL) full = 255;
  const inkOf = Uint8Array.from({ length: 256 }, (_, level) => {
    const brightness = isInverted ? 255 - level : level;
    const share = Math.min(Math.max((brightness - floor) / (full - floor), 0), 1);
    return Math.floor(share * 255 + 0.5);
  });
  const pixels = new Uint8Array(height * width);
  for (let i = 0; i < pixels.length; i++) pixels[i] = inkOf[picture.pixels[i]];
  return { ink: { height, width, pixels }, isInverted };
}

/**
 * Returns whether a quarter of a picture is of one level: computed, not photographed.
 *
 * @param {GreyImage} picture
 * @returns {boolean}
 */
export function isClean({ pixels }) {
  const histogram = new Int32Array(256);
  for (let i = 0; i < pixels.length; i++) histogram[pixels[i]]++;
  return 4 * histogram.reduce((most, count) => Math.max(most, count)) >= pixels.length;
}

/**
 * The share of bright pixels in the whole plus that in the border.
 *
 * @param {GreyImage} picture
 * @param {number} threshold
 * @returns {number} 0–2
 */
function brightShare({ height, width, pixels }, threshold) {
  let bright = 0;
  let borderBright = 0;
  let border = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const isBright = pixels[row * width + column] > threshold ? 1 : 0;
      bright += isBright;
      const times = borderTimes(row, column, height, width);
      border += times;
      borderBright += isBright * times;
    }
  }
  return bright / (height * width) + borderBright / border;
}

/**
 * @param {number} row
 * @param {number} column
 * @param {number} height
 * @param {number} width
 * @returns {number} how often the border, its four sides joined, holds a pixel
 */
function borderTimes(row, column, height, width) {
  if (row === 0 || row === height - 1) return height === 1 ? 2 : 1;
  return (column === 0 ? 1 : 0) + (column === width - 1 ? 1 : 0);
}

/**
 * The level up to which everything is paper. Paper of which a quarter is as dark as can be is
 * clean. Else its noise is judged from below its median, because above it may lie the soft edges
 * of ink.
 *
 * @param {readonly number[]} histogram
 * @returns {number}
 */
function paperLevel(histogram) {
  const darkest = quantile(histogram, 1e-9);
  const lower = quantile(histogram, 0.25);
  if (lower === darkest) return darkest;
  const middle = quantile(histogram, 0.5);
  return middle + 4 * (middle - lower);
}

/**
 * The level with the largest variance between the pixels up to it and those above it.
 *
 * @param {readonly number[]} histogram
 * @returns {number}
 */
function separatingLevel(histogram) {
  const total = sum(histogram);
  const totalSum = histogram.reduce((result, count, level) => result + level * count, 0);
  let bestLevel = 0;
  let bestVariance = -1;
  let below = 0;
  let belowSum = 0;
  histogram.forEach((count, level) => {
    below += count;
    belowSum += level * count;
    const above = total - below;
    if (below === 0 || above === 0) return;
    const gap = belowSum / below - (totalSum - belowSum) / above;
    const variance = (below / total) * (above / total) * gap * gap;
    if (variance > bestVariance) [bestLevel, bestVariance] = [level, variance];
  });
  return bestLevel;
}

/**
 * The lowest level that at least `share` of the pixels do not exceed.
 *
 * @param {readonly number[]} histogram
 * @param {number} share
 * @returns {number}
 */
function quantile(histogram, share) {
  const wanted = sum(histogram) * share;
  let seen = 0;
  for (let level = 0; level < histogram.length; level++) {
    seen += histogram[level];
    if (seen >= wanted) return level;
  }
  return histogram.length - 1;
}

/** @param {readonly number[]} counts */
function sum(counts) {
  return counts.reduce((total, count) => total + count, 0);
}
