/** The ink of a computed picture without a sure character, as `drawing/leftover_ink.py` takes it. */

/** @import { GreyImage } from "../ink.js" */
/** @import { Piece } from "./pieces.js" */
import { isDot } from "./grouping.js";
import { findPieces, isFrame } from "./pieces.js";
import { FAINT } from "./stroke_width.js";

/**
 * Returns ink without printed boxes and small dots, or null where nothing else is there.
 *
 * @param {GreyImage} ink
 * @returns {GreyImage | null}
 */
export function leftoverInk(ink) {
  const { height, width } = ink;
  const low = new Int32Array(ink.pixels.length).fill(FAINT - 1);
  const picture = { height, width, values: Int32Array.from(ink.pixels) };
  const { labels, pieces } = findPieces(picture, low, low, 1);
  const left = new Set(
    pieces.filter((piece) => !isPrinted(piece, ink)).map(({ label }) => label),
  );
  if (left.size === 0) return null;
  return { height, width, pixels: ink.pixels.map((value, i) => left.has(labels[i]) ? value : 0) };
}

/**
 * @param {Piece} piece
 * @param {GreyImage} picture
 * @returns {boolean} whether it is a small dot or a box of thin lines
 */
function isPrinted(piece, picture) {
  if (isDot(piece)) return 8 * piece.extent < Math.max(picture.height, picture.width);
  return isFrame(piece, picture) && 25 * piece.width < piece.extent;
}
