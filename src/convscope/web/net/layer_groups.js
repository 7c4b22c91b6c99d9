/** Which layers of a long net are folded together. */

/** @import { Step } from "./architecture.js" */
import { product } from "../core/arrays.js";
import { signatureOf, stretchesOf } from "./graph_blocks.js";

/**
 * Layers that follow each other.
 *
 * @typedef {object} Group
 * @property {number} id a number that no other group of the net has
 * @property {number} first position of the first layer
 * @property {number} last position of the last one, included
 * @property {Group[]} parts equal blocks that it is made of; none where it is made of layers
 */

/** @typedef {Pick<Step, "inputShape" | "outputShape" | "sliding" | "inputs" | "layer">} GroupedStep */

/** Layers of a net that is seen whole. */
export const MOST_UNFOLDED = 16;

/** Layers of a group: more are divided. */
const MOST_TOGETHER = 8;

/** Layers of a block of branches, which is divided only where it is as large as a net. */
const MOST_IN_BLOCK = 40;

/** Layers that are worth a fold. */
export const LEAST_FOLDED = 3;

/** The share of its places that a layer must take away to end a group: pooling takes 3/4. */
const ENDS_GROUP = 1 / 3;

/**
 * Returns the groups of a net. Branches that meet again are a group, and equal ones in a row are one
 * group of groups. Elsewhere a layer that makes the maps much smaller ends a group, together with
 * those behind it that only change its values, and so does the change from maps to a vector; a
 * short net has a group for each layer.
 *
 * @param {readonly GroupedStep[]} steps
 * @returns {Group[]}
 */
export function groupsOf(steps) {
  if (steps.length <= MOST_UNFOLDED) {
    return steps.map((_, index) => groupOf(index, index));
  }
  const stretches = stretchesOf(steps);
  if (stretches.length === 1) return chained(steps, stretches[0]);
  /** @type {Group[]} */
  const groups = [];
  /** @type {string | null} */
  let before = null;
  for (const stretch of stretches) {
    const { first, last, branches } = stretch;
    const signature = branches ? signatureOf(steps, stretch) : null;
    const previous = groups[groups.length - 1];
    if (!branches) groups.push(...chained(steps, stretch));
    else if (last - first >= MOST_IN_BLOCK) groups.push(...divided({ first, last }));
    else if (signature === before) groups[groups.length - 1] = repeated(previous, first, last);
    else groups.push(groupOf(first, last));
    before = last - first < MOST_IN_BLOCK ? signature : null;
  }
  return groups;
}

/** @param {number} first @param {number} last @returns {Group} */
function groupOf(first, last) {
  return { id: first, first, last, parts: [] };
}

/**
 * @param {Group} group of equal blocks, or the first of them
 * @param {number} first of one more
 * @param {number} last
 * @returns {Group}
 */
function repeated(group, first, last) {
  // The first part begins where the whole begins: parts are known by their last layers.
  const parts = group.parts.length ? group.parts : [{ ...group, id: group.last }];
  return { ...group, last, parts: [...parts, { ...groupOf(first, last), id: last }] };
}

/**
 * Returns the groups of layers that follow each other without branches.
 *
 * @param {readonly GroupedStep[]} steps
 * @param {{first: number, last: number}} stretch
 * @returns {Group[]}
 */
function chained(steps, { first: begin, last: end }) {
  /** @type {Group[]} */
  const groups = [];
  const isWhole = begin > 0 && end - begin < MOST_TOGETHER;
  let first = begin;
  let hasShrunk = false;
  for (let index = begin; index <= end; index++) {
    const [step, next] = [steps[index], index < end ? steps[index + 1] : undefined];
    hasShrunk ||= !isWhole && isSmaller(step);
    const isLastOfMaps = step.outputShape.length === 3 && next?.outputShape.length === 1;
    if (next && !isLastOfMaps && !(hasShrunk && next.sliding)) continue;
    hasShrunk = false;
    groups.push(...divided({ first, last: index }));
    first = index + 1;
  }
  return groups;
}

/** @param {GroupedStep} step @returns {boolean} */
function isSmaller({ inputShape, outputShape }) {
  if (inputShape.length !== 3 || outputShape.length !== 3) return false;
  const [before, after] = [inputShape, outputShape].map((shape) => product(shape.slice(0, 2)));
  return after <= before * (1 - ENDS_GROUP);
}

/**
 * @param {{first: number, last: number}} group
 * @returns {Group[]} parts of nearly the same length
 */
function divided({ first, last }) {
  const length = last - first + 1;
  const numParts = Math.ceil(length / MOST_TOGETHER);
  return Array.from({ length: numParts }, (_, part) =>
    groupOf(
      first + Math.floor(part * length / numParts),
      first + Math.floor((part + 1) * length / numParts) - 1,
    ));
}
