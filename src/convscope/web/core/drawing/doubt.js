/** What makes found ink doubtful, as `drawing/doubt.py` decides. */

/** @import { Group } from "./grouping.js" */

/** @typedef {{height: number, width: number}} Shape of the picture */

/**
 * Whether something else may be among the characters, or two of them be one.
 *
 * @param {readonly Group[]} groups the characters, at least one
 * @param {Shape} shape
 * @param {boolean} isSpread whether all are parts of one, which may differ and lie anywhere
 * @returns {boolean}
 */
export function areDoubtful(groups, shape, isSpread) {
  if (isSpread) {
    return groups.every((group) => isSmall(group, shape)) ||
      groups.some((group) => isAtEdge(group, shape));
  }
  return groups.some((group) =>
    isSmall(group, shape) || isAtEdge(group, shape) || isLongLine(group, shape)
  ) || areCrowded(groups) || areUnlike(groups);
}

/** @param {Group} group @param {Shape} shape @returns {boolean} below a 16th of the longer side */
function isSmall(group, { height, width }) {
  return 16 * group.extent < Math.max(height, width);
}

/** @param {Group} group @param {Shape} shape @returns {boolean} whether it nearly touches the border */
function isAtEdge({ top, left, bottom, right }, { height, width }) {
  const near = Math.floor(Math.max(height, width) / 40);
  return top < near || left < near || bottom > height - near || right > width - near;
}

/**
 * @param {Group} group
 * @param {Shape} shape
 * @returns {boolean} whether ink may as well be the side of a printed box
 */
function isLongLine({ top, left, bottom, right, extent, largest }, { height, width }) {
  const narrow = Math.min(bottom - top, right - left);
  return 3 * extent > Math.max(height, width) && 20 * largest.width < extent &&
    narrow <= 2 * largest.width + 2;
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

/** @param {readonly Group[]} groups @returns {boolean} whether sizes or pens differ too much */
function areUnlike(groups) {
  const extents = groups.map(({ extent }) => extent);
  const pens = groups.map(({ largest }) => largest.width);
  return 10 * Math.min(...extents) < 6 * Math.max(...extents) ||
    10 * Math.min(...pens) < 6 * Math.max(...pens);
}
