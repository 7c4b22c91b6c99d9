/** The blocks of a net that is a graph: where its branches begin and meet, and which ones repeat. */

/** @import { Step } from "./architecture.js" */
import { KIND_FACTS } from "./kind_facts.js";

/**
 * Layers that follow each other; where they branch, all of them lie between two layers through which
 * everything goes.
 *
 * @typedef {{first: number, last: number, branches: boolean}} Stretch both layers included
 */

/** @typedef {Pick<Step, "inputs" | "layer" | "outputShape">} BlockStep */

/**
 * Returns for every layer whether all that comes before it reaches what follows through it alone.
 *
 * @param {readonly {inputs: number[]}[]} steps
 * @returns {boolean[]}
 */
function meetings(steps) {
  const reach = steps.map((_, index) => index); // the last layer that takes in this one
  steps.forEach(({ inputs }, index) => {
    for (const from of inputs) if (from >= 0) reach[from] = index;
  });
  // The net's input may be taken in again, far behind.
  let farthest = steps.findLastIndex(({ inputs }) => inputs.includes(-1));
  return reach.map((last, index) => {
    const isMeeting = farthest <= index;
    farthest = Math.max(farthest, last);
    return isMeeting;
  });
}

/**
 * Returns the stretches of a net. A block of branches takes along the convolution that feeds all of
 * them, and the layers behind it that only change its
 * values.
 *
 * @param {readonly BlockStep[]} steps
 * @returns {Stretch[]}
 */
export function stretchesOf(steps) {
  const isMeeting = meetings(steps);
  /** @type {Stretch[]} */
  const found = [];
  let first = 0;
  steps.forEach((step, index) => {
    if (!isMeeting[index]) return;
    const before = found.at(-1);
    const branches = index > first;
    const { is_pointwise, passes_on } = KIND_FACTS[step.layer.kind];
    const isTail = before?.branches && is_pointwise && !passes_on;
    if (!branches && before && (isTail || !before.branches)) before.last = index;
    else {
      const isFed = branches && before && !before.branches &&
        KIND_FACTS[steps[before.last].layer.kind].convolves;
      if (isFed) first = before.last--;
      if (isFed && before.last < before.first) found.pop();
      found.push({ first, last: index, branches });
    }
    first = index + 1;
  });
  return found;
}

/**
 * Returns what a block is made of, so that equal ones have the same text.
 *
 * @param {readonly BlockStep[]} steps
 * @param {Stretch} stretch
 * @returns {string}
 */
export function signatureOf(steps, { first, last }) {
  return steps.slice(first, last + 1).map(({ inputs, layer, outputShape }) =>
    `${layer.kind} ${outputShape} ${inputs.map((from) => Math.max(from - first, -1))}`
  ).join(";");
}

/**
 * Divides layers into columns: those of one depth, which is the longest way from the input, stand
 * together.
 *
 * @param {readonly {inputs: number[]}[]} steps
 * @returns {(first: number, last: number) => number[][]} of some layers, from the shallowest on
 */
export function depthColumns(steps) {
  /** @type {number[]} */
  const depths = [];
  for (const { inputs } of steps) {
    depths.push(1 + Math.max(...inputs.map((from) => depths[from] ?? 0)));
  }
  return (first, last) => {
    /** @type {Map<number, number[]>} */
    const columns = new Map();
    for (let index = first; index <= last; index++) {
      const column = columns.get(depths[index]) ?? [];
      columns.set(depths[index], [...column, index]);
    }
    return [...columns].toSorted(([a], [b]) => a - b).map(([, layers]) => layers);
  };
}
