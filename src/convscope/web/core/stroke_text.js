/** Drawings as short texts, so that a drawing is a link. */

/** @import { Point, Stroke } from "./ink.js" */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Places on each axis of the pad that a text can tell apart: two letters. */
const NUM_PLACES = LETTERS.length ** 2;

const BETWEEN_STROKES = ".";
const LETTERS_PER_POINT = 4;

/**
 * Returns the nearest place that a text can name, so that a link repeats a drawing exactly.
 *
 * @param {number} fraction of the pad's side, in 0–1
 * @returns {number}
 */
export function toPlace(fraction) {
  const index = Math.floor(fraction * NUM_PLACES + 0.5);
  return Math.min(Math.max(index, 0), NUM_PLACES - 1) / NUM_PLACES;
}

/**
 * Returns a drawing as text: four letters a point, times and pressure left out.
 *
 * @param {readonly Stroke[]} strokes with points from `toPlace`
 * @returns {string}
 */
export function strokesToText(strokes) {
  /** @param {number} fraction */
  const letters = (fraction) => {
    const index = Math.round(toPlace(fraction) * NUM_PLACES);
    return LETTERS[Math.floor(index / LETTERS.length)] + LETTERS[index % LETTERS.length];
  };
  return strokes
    .map((stroke) => stroke.map((point) => letters(point[0]) + letters(point[1])).join(""))
    .join(BETWEEN_STROKES);
}

/**
 * Returns the drawing that a text describes; nothing where it describes none.
 *
 * @param {string} text
 * @returns {Stroke[]}
 */
export function strokesFromText(text) {
  const isWhole = text.split(BETWEEN_STROKES).every((part) =>
    part.length > 0 && part.length % LETTERS_PER_POINT === 0 && /^[\w-]+$/.test(part)
  );
  if (!isWhole) return [];
  return text.split(BETWEEN_STROKES).map((part) =>
    Array.from({ length: part.length / LETTERS_PER_POINT }, (_, index) => {
      const at = LETTERS_PER_POINT * index;
      return [placeAt(part, at), placeAt(part, at + 2), index];
    })
  );
}

/** @param {string} text @param {number} at @returns {number} */
function placeAt(text, at) {
  const index = LETTERS.indexOf(text[at]) * LETTERS.length + LETTERS.indexOf(text[at + 1]);
  return index / NUM_PLACES;
}
