/** What may be ink in a photograph, read with several lengths, as `drawing/readings.py` does it. */

/** @import { Group } from "./grouping.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Whole } from "./whole_numbers.js" */
import { groupPieces, isDot } from "./grouping.js";
import { inkDensity, paperNoise } from "./paper.js";
import { findPieces, isFrame } from "./pieces.js";
import { quantile } from "./whole_numbers.js";

/** Densities above which ink is looked for that hangs together with a shadow. */
const LEVELS = [0, 100, 300];

/** Ink takes away at least so many thousandths of the light. */
const LEAST_DENSITY = 50;

/**
 * What is found where strokes are taken to be narrower than a length.
 *
 * @typedef {object} Reading
 * @property {Int32Array} labels
 * @property {Group[]} characters the one with the most ink first
 * @property {number} mass of the first character
 * @property {number} others mass of what is no character
 * @property {Int32Array} noise
 * @property {number} length
 * @property {number} full density of the first character's ink
 * @property {boolean} isFaint whether ink is hardly denser than the noise of the paper around it
 * @property {boolean} isOnlyNoise whether it is no denser than uneven paper
 * @property {boolean} isCut whether the first character touches the border of the picture
 */

/** @typedef {{labels: Int32Array, groups: Group[], full: number}} Found */

/**
 * Finds ink twice: by the noise of the paper, then by what the largest character measures.
 *
 * @param {Whole} soft
 * @param {number} length
 * @param {boolean} atBorder
 * @returns {Reading}
 */
export function readInk(soft, length, atBorder) {
  const density = inkDensity(soft, length);
  const noise = paperNoise(density).values;
  const side = Math.max(soft.height, soft.width);
  const darkest = darkestGroups(density, noise, atBorder);
  let { labels, groups } = darkest;
  const { full } = darkest;
  if (groups.length > 0) {
    const half = Math.floor(groups[0].largest.width / 2);
    const least = Math.min(Math.floor(side / 32), Math.max(2, half));
    const low = atLeast(noise, 2, 15, Math.floor(full * 35 / 100));
    const high = atLeast(noise, 3, 25, Math.floor(full / 2));
    const found = findPieces(density, low, high, least);
    labels = found.labels;
    groups = groupsOf(found.pieces, density, atBorder);
  }
  const characters = groups.filter((group) => isLike(group, groups[0]));
  const [first] = characters;
  const around = first ? noiseAround(noise, soft.width, first) : 0;
  return {
    labels,
    characters,
    mass: first?.mass ?? 0,
    others: sumOfMasses(groups) - sumOfMasses(characters),
    noise,
    length,
    full,
    isFaint: full < 6 * around,
    isOnlyNoise: full < Math.max(LEAST_DENSITY, 5 * around),
    isCut: first !== undefined && !first.pieces.every((piece) => isInside(piece, density)),
  };
}

/**
 * @param {Int32Array} noise
 * @param {number} factor
 * @param {number} more
 * @param {number} least
 * @returns {Int32Array} a threshold for each pixel
 */
function atLeast(noise, factor, more, least) {
  const levels = new Int32Array(noise.length);
  for (let i = 0; i < levels.length; i++) levels[i] = Math.max(factor * noise[i] + more, least);
  return levels;
}

/**
 * @param {Int32Array} noise
 * @param {number} stride
 * @param {Group} group
 * @returns {number} the median in the group's box
 */
function noiseAround(noise, stride, { top, left, bottom, right }) {
  const width = right - left;
  const around = new Int32Array((bottom - top) * width);
  for (let row = top; row < bottom; row++) {
    around.set(noise.subarray(row * stride + left, row * stride + right), (row - top) * width);
  }
  return quantile(around, 500);
}

/**
 * Labels, groups, and the density of the first of them. Where something at the border outweighs
 * all, ink may hang together with it; then what is denser is looked at too.
 *
 * @param {Whole} density
 * @param {Int32Array} noise
 * @param {boolean} atBorder
 * @returns {Found}
 */
function darkestGroups(density, noise, atBorder) {
  const least = Math.floor(Math.max(density.height, density.width) / 25);
  /** @type {Found | null} */
  let best = null;
  let bestWeight = -1;
  for (const level of LEVELS) {
    const [low, high] = [atLeast(noise, 2, 15, level), atLeast(noise, 3, 25, level)];
    const { labels, pieces } = findPieces(density, low, high, least);
    const groups = groupsOf(pieces, density, atBorder);
    const full = groups.length > 0 ? usualDensity(density, labels, groups[0].largest) : 0;
    const mass = groups[0]?.mass ?? 0;
    if (best === null || mass * full > bestWeight) {
      best = { labels, groups, full };
      bestWeight = mass * full;
    }
    const outside = pieces.filter((piece) => !isCandidate(piece, density, atBorder));
    if (level === 0 && outside.every((piece) => piece.mass <= mass)) break;
  }
  return /** @type {Found} */ (best);
}

/**
 * @param {Whole} density
 * @param {Int32Array} labels
 * @param {Piece} piece
 * @returns {number} what three quarters of its pixels do not exceed
 */
function usualDensity({ width, values }, labels, { label, top, left, bottom, right }) {
  const own = new Int32Array((bottom - top) * (right - left));
  let count = 0;
  for (let row = top; row < bottom; row++) {
    for (let at = row * width + left; at < row * width + right; at++) {
      if (labels[at] === label) own[count++] = values[at];
    }
  }
  return quantile(own.subarray(0, count), 750);
}

/** @param {readonly Group[]} groups */
function sumOfMasses(groups) {
  return groups.reduce((sum, { mass }) => sum + mass, 0);
}

/**
 * The reading with which most others agree, and how many do; it has the least beside it.
 *
 * @param {readonly Reading[]} readings
 * @returns {{best: Reading, numAgreeing: number}}
 */
export function chooseReading(readings) {
  /** @param {Reading} one */
  const agreeing = (one) => readings.filter((other) => agree(one, other));
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
 * Whether the first characters of two readings are about the same ink at the same place.
 *
 * @param {Reading} one
 * @param {Reading} other
 */
function agree({ characters: [a] }, { characters: [b] }) {
  if (!a || !b) return false;
  const away = Math.max(
    Math.abs(a.top - b.top),
    Math.abs(a.left - b.left),
    Math.abs(a.bottom - b.bottom),
    Math.abs(a.right - b.right),
  );
  return 100 * Math.abs(b.mass - a.mass) <= 7 * a.mass && 8 * away <= a.extent;
}

/**
 * What may be characters, the one with the most ink first.
 *
 * @param {readonly Piece[]} pieces
 * @param {Whole} picture
 * @param {boolean} atBorder
 * @returns {Group[]}
 */
function groupsOf(pieces, picture, atBorder) {
  const inner = pieces.filter((piece) => isCandidate(piece, picture, atBorder));
  return groupPieces(inner)
    .filter((group) => !isDot(group.largest))
    .sort((a, b) => b.mass - a.mass);
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

/** @param {Piece} piece @param {Whole} picture @param {boolean} atBorder @returns {boolean} */
function isCandidate(piece, picture, atBorder) {
  return !isFrame(piece, picture) && (atBorder || isInside(piece, picture));
}

/** @param {Piece} piece @param {Whole} picture @returns {boolean} */
function isInside({ top, left, bottom, right }, { height, width }) {
  return top > 1 && left > 1 && bottom < height - 1 && right < width - 1;
}
