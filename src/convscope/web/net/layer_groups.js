/** Which layers of a long net are folded together. */

/** @import { Step } from "./architecture.js" */
import { product } from "../core/arrays.js";

/**
 * Layers that follow each other.
 *
 * @typedef {{first: number, last: number}} Group positions of the layers, both included
 */

/** @typedef {Pick<Step, "inputShape" | "outputShape" | "sliding">} GroupedStep */

/** Layers of a net that is seen whole. */
export const MOST_UNFOLDED = 16;

/** Layers of a group: more are divided. */
const MOST_TOGETHER = 8;

/** Layers that are worth a fold. */
export const LEAST_FOLDED = 3;

/** The share of its places that a layer must take away to end a group: pooling takes 3/4. */
const ENDS_GROUP = 1 / 3;

/**
 * Returns the groups of a net. A layer that makes the maps much smaller ends a group, together with
 * those behind it that only change its values, and so does the change from maps to a vector; a
 * short net has a group for each layer.
 *
 * @param {readonly GroupedStep[]} steps
 * @returns {Group[]}
 */
export function groupsOf(steps) {
  if (steps.length <= MOST_UNFOLDED) {
    return steps.map((_, index) => ({ first: index, last: index }));
  }
  /** @type {Group[]} */
  const groups = [];
  let first = 0;
  let hasShrunk = false;
  steps.forEach((step, index) => {
    const next = steps[index + 1];
    hasShrunk ||= isSmaller(step);
    const isLastOfMaps = step.outputShape.length === 3 && next?.outputShape.length === 1;
    if (next && !isLastOfMaps && !(hasShrunk && next.sliding)) return;
    hasShrunk = false;
    groups.push(...divided({ first, last: index }));
    first = index + 1;
  });
  return groups;
}

/** @param {GroupedStep} step @returns {boolean} */
function isSmaller({ inputShape, outputShape }) {
  if (inputShape.length !== 3 || outputShape.length !== 3) return false;
  const [before, after] = [inputShape, outputShape].map((shape) => product(shape.slice(0, 2)));
  return after <= before * (1 - ENDS_GROUP);
}

/** @param {Group} group @returns {Group[]} parts of nearly the same length */
function divided({ first, last }) {
  const length = last - first + 1;
  const numParts = Math.ceil(length / MOST_TOGETHER);
  return Array.from({ length: numParts }, (_, part) => ({
    first: first + Math.floor(part * length / numParts),
    last: first + Math.floor((part + 1) * length / numParts) - 1,
  }));
}
