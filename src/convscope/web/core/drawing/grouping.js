/** Which pieces of ink make up one character, as `drawing/grouping.py` decides it. */

/** @import { Edges, Piece } from "./pieces.js" */

/** A piece is a dot where its stroke is wider than this share of its extent. */
const DOT = 0.36;

/**
 * The pieces of one character.
 *
 * @typedef {Edges & {pieces: Piece[], extent: number, mass: number, largest: Piece}} Group
 */

/** @param {Piece} piece @returns {boolean} whether it is a blob instead of a stroke */
export function isDot(piece) {
  return piece.width > DOT * piece.extent;
}

/**
 * Joins the pieces that belong to one character: bars, dots, and strokes that were cut.
 *
 * @param {readonly Piece[]} pieces
 * @returns {Group[]}
 */
export function groupPieces(pieces) {
  /** @type {Piece[][]} */
  let groups = [];
  for (const piece of pieces) {
    const near = groups.filter((group) => group.some((other) => belongTogether(piece, other)));
    const rest = groups.filter((group) => !near.includes(group));
    groups = [...rest, [...near.flat(), piece]];
  }
  return groups.map(groupOf);
}

/** @param {Piece[]} pieces @returns {Group} */
function groupOf(pieces) {
  const edges = {
    top: Math.min(...pieces.map((piece) => piece.top)),
    left: Math.min(...pieces.map((piece) => piece.left)),
    bottom: Math.max(...pieces.map((piece) => piece.bottom)),
    right: Math.max(...pieces.map((piece) => piece.right)),
  };
  return {
    pieces,
    ...edges,
    extent: Math.max(edges.bottom - edges.top, edges.right - edges.left),
    mass: pieces.reduce((mass, piece) => mass + piece.mass, 0),
    largest: pieces.reduce((most, piece) => piece.mass > most.mass ? piece : most),
  };
}

/**
 * Whether two pieces are so near, for their size, that one character holds both.
 *
 * @param {Piece} one
 * @param {Piece} other
 * @returns {boolean}
 */
function belongTogether(one, other) {
  const [small, large] = one.extent <= other.extent ? [one, other] : [other, one];
  const across = Math.max(one.left, other.left) - Math.min(one.right, other.right);
  const down = Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom);
  const heights = [small.bottom - small.top, large.bottom - large.top];
  const widths = [small.right - small.left, large.right - large.left];
  if (across < 0 && down < 0 && 6 * across * down >= heights[0] * widths[0]) return true;
  const isAbove = -2 * across >= Math.min(...widths);
  if (isDot(small)) return isAbove && 2 * down < large.extent;
  const isBar = 2 * heights[0] < heights[1] || 2 * heights[1] < heights[0];
  if (isAbove && isBar && 4 * down <= large.extent) return true;
  const gap = Math.max(across, down);
  const isFragment = large.extent <= 14 * small.extent && 20 * small.extent < 9 * large.extent;
  if (isFragment && 4 * gap <= large.extent) return true;
  const near = Math.floor(large.extent / 20); // cut in two, or two strokes that nearly meet
  return gap <= near && distanceWithin(one, other, near);
}

/**
 * Whether some outer pixels of two pieces are at most so far apart.
 *
 * @param {Piece} one
 * @param {Piece} other
 * @param {number} near
 * @returns {boolean}
 */
function distanceWithin(one, other, near) {
  const most = (near + 1) * (near + 1);
  return one.outline.some(([row, column]) =>
    other.outline.some(([r, c]) => (row - r) * (row - r) + (column - c) * (column - c) <= most)
  );
}

/**
 * Sorts groups into rows from above to below, each from left to right.
 *
 * @param {readonly Group[]} groups
 * @returns {Group[]}
 */
export function inReadingOrder(groups) {
  /** @type {Group[][]} */
  const rows = [];
  const middleOf = (/** @type {Group} */ { top, bottom }) => top + bottom;
  for (const group of [...groups].sort((a, b) => middleOf(a) - middleOf(b))) {
    const middle = middleOf(group);
    const row = rows.at(-1);
    if (row?.some((other) => 2 * other.top < middle && middle < 2 * other.bottom)) row.push(group);
    else rows.push([group]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.left - b.left));
}
