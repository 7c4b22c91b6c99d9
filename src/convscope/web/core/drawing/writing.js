/** Where the writing is in a photograph, as `drawing/writing.py` finds it. */

/** @import { GreyImage } from "../ink.js" */
/** @import { Group } from "./grouping.js" */
/** @import { Planes } from "./paper.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Whole } from "./whole_numbers.js" */
import { groupPieces, inReadingOrder, isDot } from "./grouping.js";
import { brightnessOfPaper, inkDensity, paperNoise } from "./paper.js";
import { findPieces } from "./pieces.js";
import { NEARLY_FULL } from "./raster_ink.js";
import { removeLines } from "./ruled_lines.js";
import { blurred, quantile } from "./whole_numbers.js";

/** Strokes are taken to be narrower than the longer side divided by each of these in turn. */
const DIVISORS = [24, 12, 6, 3];

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
 * What is found where strokes are taken to be narrower than `length` pixels.
 *
 * @typedef {object} Reading
 * @property {Int32Array} labels
 * @property {Group[]} characters
 * @property {number} mass of the first character
 * @property {number} others mass of what is no character
 * @property {Int32Array} noise
 * @property {number} length
 * @property {number} full
 */

/**
 * Finds the characters of a photograph, or returns null where there are none.
 *
 * @param {Planes} picture
 * @param {boolean | null} isBright whether ink is brighter than paper; null finds it out
 * @param {boolean} [atBorder] whether ink may touch the border
 * @returns {Writing | null}
 */
export function findWriting(picture, isBright, atBorder = false) {
  const paper = brightnessOfPaper(picture, isBright);
  const brightness = removeLines(paper.brightness);
  const soft = blurred(brightness);
  const side = Math.max(soft.height, soft.width);
  const readings = DIVISORS.map((divisor) =>
    readWriting(soft, Math.floor(side / divisor) | 1, atBorder)
  );
  const { best, numAgreeing } = choose(readings);
  const isFaint = best.full < 6 * quantile(best.noise, 500);
  if (best.characters.length === 0 || (numAgreeing === 1 && (isFaint || atBorder))) return null;
  const sharp = inkDensity(brightness, best.length);
  const characters = inReadingOrder(best.characters);
  const isSure = !atBorder && numAgreeing > 1 && 5 * best.others <= best.mass &&
    16 * best.characters[0].extent >= side && !isFaint &&
    !areCrowded(characters);
  const inks = characters.map((group) => inkOf(group, best, sharp));
  return { characters: inks, isBright: paper.isBright, isSure };
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
 * Finds ink twice: by the noise of the paper, then by what the largest character measures.
 *
 * @param {Whole} soft
 * @param {number} length
 * @param {boolean} atBorder
 * @returns {Reading}
 */
function readWriting(soft, length, atBorder) {
  const density = inkDensity(soft, length);
  const noise = paperNoise(density).values;
  const side = Math.max(soft.height, soft.width);
  let low = noise.map((level) => 2 * level + 15);
  let high = noise.map((level) => 3 * level + 25);
  let full = 0;
  let found = groupsOf(density, low, high, Math.floor(side / 25), atBorder);
  if (found.groups.length > 0) {
    const { label } = found.groups[0].largest;
    const { labels } = found;
    full = quantile(density.values.filter((_, i) => labels[i] === label), 750);
    const [least, most] = [Math.floor(full * 35 / 100), Math.floor(full / 2)];
    low = low.map((level) => Math.max(level, least));
    high = high.map((level) => Math.max(level, most));
    found = groupsOf(density, low, high, Math.floor(side / 32), atBorder);
  }
  const { labels, groups } = found;
  const characters = groups.filter((group) => isLike(group, groups[0]));
  const others = sumOfMasses(groups) - sumOfMasses(characters);
  return { labels, characters, mass: characters[0]?.mass ?? 0, others, noise, length, full };
}

/** @param {readonly Group[]} groups */
function sumOfMasses(groups) {
  return groups.reduce((sum, { mass }) => sum + mass, 0);
}

/**
 * Labels of the pieces, and what may be characters, the one with the most ink first.
 *
 * @param {Whole} density
 * @param {Int32Array} low
 * @param {Int32Array} high
 * @param {number} least
 * @param {boolean} atBorder
 * @returns {{labels: Int32Array, groups: Group[]}}
 */
function groupsOf(density, low, high, least, atBorder) {
  const { labels, pieces } = findPieces(density, low, high, least);
  const inner = pieces.filter((piece) =>
    !isFrame(piece, density) && (atBorder || isInside(piece, density))
  );
  const groups = groupPieces(inner).filter((group) => !isDot(group.largest));
  return { labels, groups: groups.sort((a, b) => b.mass - a.mass) };
}

/**
 * The reading with which most others agree, and how many do; it has the least beside it.
 *
 * @param {readonly Reading[]} readings
 * @returns {{best: Reading, numAgreeing: number}}
 */
function choose(readings) {
  /** @param {Reading} one */
  const agreeing = (one) =>
    readings.filter(({ mass }) => mass > 0 && 100 * Math.abs(mass - one.mass) <= 7 * one.mass);
  let best = readings[0];
  for (const one of readings) {
    const more = agreeing(one).length - agreeing(best).length;
    if (more > 0 || (more === 0 && one.mass > best.mass)) best = one;
  }
  const same = agreeing(best);
  const cleanest = same.reduce((least, one) => one.others < least.others ? one : least, same[0]);
  return { best: cleanest ?? best, numAgreeing: same.length };
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

/**
 * Whether a group has about the size, the ink and the pen of the largest.
 *
 * @param {Group} group
 * @param {Group} main
 */
function isLike(group, main) {
  return 100 * group.extent >= 45 * main.extent && 100 * group.mass >= 8 * main.mass &&
    5 * group.largest.width >= 2 * main.largest.width &&
    2 * group.largest.width <= 5 * main.largest.width;
}

/** @param {readonly Group[]} groups @returns {boolean} whether two may as well be one */
function areCrowded(groups) {
  return groups.some((one, index) =>
    groups.slice(0, index).some((other) => {
      const across = Math.max(one.left, other.left) - Math.min(one.right, other.right);
      const down = Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom);
      return 10 * Math.max(across, down) < Math.max(one.extent, other.extent);
    })
  );
}

/** @param {Piece} piece @param {Whole} picture @returns {boolean} */
function isInside({ top, left, bottom, right }, { height, width }) {
  return top > 1 && left > 1 && bottom < height - 1 && right < width - 1;
}

/** @param {Piece} piece @param {Whole} picture @returns {boolean} whether it is a printed box */
function isFrame({ top, left, bottom, right, hasCorners }, { height, width }) {
  return hasCorners && 4 * (bottom - top) > height && 4 * (right - left) > width;
}
