/** Where the writing is in a photograph, as `drawing/writing.py` finds it. */

/** @import { GreyImage } from "../ink.js" */
/** @import { Group } from "./grouping.js" */
/** @import { Planes } from "./paper.js" */
/** @import { Reading } from "./readings.js" */
/** @import { Whole } from "./whole_numbers.js" */
import { areDoubtful } from "./doubt.js";
import { inReadingOrder } from "./grouping.js";
import { brightnessOfPaper, inkDensity } from "./paper.js";
import { polarityOfInk } from "./polarity.js";
import { NEARLY_FULL } from "./raster_ink.js";
import { chooseReading, readInk } from "./readings.js";
import { removeLines } from "./ruled_lines.js";
import { blurred, quantile } from "./whole_numbers.js";

/** Strokes are taken to be narrower than the longer side divided by each of these in turn. */
const DIVISORS = [24, 12, 6, 3];

/** Ink that only one reading shows takes away at least so many thousandths of the light. */
const LEAST_ALONE = 120;

/**
 * Ink of one character with a pixel of paper around it, and where that begins in the picture.
 *
 * @typedef {{ink: GreyImage, top: number, left: number}} Character
 */

/**
 * The characters of a picture, at least one, in reading order.
 *
 * @typedef {object} Writing
 * @property {Character[]} characters
 * @property {boolean} isBright whether the ink is brighter than the paper
 * @property {boolean} isSure whether it is beyond doubt what is ink and where a character ends
 */

/**
 * A picture read for ink that is bright, or dark, and how many readings agree on it.
 *
 * @typedef {{brightness: Whole, isBright: boolean, best: Reading, numAgreeing: number}} Read
 */

/**
 * Finds the characters of a photograph, or returns null where there are none. Where it is in doubt
 * whether ink is brighter or darker than paper, both are read.
 *
 * @param {Planes} picture
 * @param {boolean} [atBorder] whether ink may touch the border
 * @param {boolean} [isSpread] whether all ink is one character
 * @returns {Writing | null}
 */
export function findWriting(picture, atBorder = false, isSpread = false) {
  const { isBright, isCertain } = polarityOfInk(picture);
  let found = read(picture, isBright, atBorder);
  if (!isCertain) {
    const turned = read(picture, !isBright, atBorder);
    if (isLikelier(turned, found)) found = turned;
  }
  const { best, numAgreeing } = found;
  if (best.characters.length === 0 || best.isOnlyNoise) return null;
  if (numAgreeing === 1 && (atBorder || best.isFaint || best.full < LEAST_ALONE)) return null;
  if (atBorder && (best.isFaint || !best.isCut)) return null;
  const sharp = inkDensity(found.brightness, best.length);
  const characters = inReadingOrder(best.characters);
  const isSure = !atBorder && numAgreeing > 1 && 5 * best.others <= best.mass &&
    !best.isFaint && !areDoubtful(characters, sharp, isSpread);
  const inks = characters.map((group) => inkOf(group, best, sharp));
  return { characters: inks, isBright: found.isBright, isSure };
}

/**
 * @param {Planes} picture
 * @param {boolean} isBright
 * @param {boolean} atBorder
 * @returns {Read}
 */
function read(picture, isBright, atBorder) {
  const brightness = removeLines(brightnessOfPaper(picture, isBright));
  const soft = blurred(brightness);
  const side = Math.max(soft.height, soft.width);
  const readings = DIVISORS.map((divisor) =>
    readInk(soft, Math.floor(side / divisor) | 1, atBorder)
  );
  return { brightness, isBright, ...chooseReading(readings) };
}

/** @param {Read} one @param {Read} other @returns {boolean} */
function isLikelier(one, other) {
  const more = one.numAgreeing - other.numAgreeing;
  return more > 0 ||
    (more === 0 && one.best.mass * one.best.full > other.best.mass * other.best.full);
}

/**
 * Returns several characters as one.
 *
 * @param {readonly Character[]} characters
 * @returns {Character}
 */
export function joined(characters) {
  if (characters.length === 1) return characters[0];
  const top = Math.min(...characters.map((each) => each.top));
  const left = Math.min(...characters.map((each) => each.left));
  const height = Math.max(...characters.map((each) => each.top + each.ink.height)) - top;
  const width = Math.max(...characters.map((each) => each.left + each.ink.width)) - left;
  const pixels = new Uint8Array(height * width);
  for (const each of characters) {
    each.ink.pixels.forEach((value, i) => {
      const row = each.top - top + Math.floor(i / each.ink.width);
      const at = row * width + each.left - left + i % each.ink.width;
      pixels[at] = Math.max(pixels[at], value);
    });
  }
  return { ink: { height, width, pixels }, top, left };
}

/**
 * The ink of one character, between the noise of the paper and its own full density.
 *
 * @param {Group} group
 * @param {Reading} reading
 * @param {Whole} sharp
 * @returns {Character}
 */
function inkOf(group, { labels, noise }, sharp) {
  const [top, left] = [group.top - 1, group.left - 1];
  const [height, width] = [group.bottom + 1 - top, group.right + 1 - left];
  const own = new Set(group.pieces.map((piece) => piece.label));
  const isOwn = new Uint8Array(height * width);
  const measured = [];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = (top + row) * sharp.width + left + column;
      if (!own.has(labels[at])) continue;
      isOwn[row * width + column] = 1;
      measured.push(sharp.values[at]);
    }
  }
  const isClean = quantile(noise, 500) === 0;
  let full = quantile(measured, 900);
  if (isClean && full * 255 >= NEARLY_FULL * 1000) full = 1000;
  const pixels = new Uint8Array(height * width);
  for (let row = Math.max(0, -top); row < Math.min(height, sharp.height - top); row++) {
    for (let column = Math.max(0, -left); column < Math.min(width, sharp.width - left); column++) {
      if (!isNear(isOwn, height, width, row, column)) continue;
      const at = (top + row) * sharp.width + left + column;
      const floor = isClean ? 0 : 3 * noise[at];
      const share = Math.floor((sharp.values[at] - floor) * 255 / Math.max(full - floor, 1));
      pixels[row * width + column] = Math.min(Math.max(share, 0), 255);
    }
  }
  return { ink: { height, width, pixels }, top, left };
}

/**
 * @param {Uint8Array} mask
 * @param {number} height
 * @param {number} width
 * @param {number} row
 * @param {number} column
 * @returns {boolean} whether the mask holds the pixel or a neighbour of it
 */
function isNear(mask, height, width, row, column) {
  for (let r = Math.max(0, row - 1); r <= Math.min(row + 1, height - 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(column + 1, width - 1); c++) {
      if (mask[r * width + c]) return true;
    }
  }
  return false;
}
