/** ○ and × drawn by strokes, no two alike: examples for whoever has not drawn any yet. */

/** @import { Point, Stroke } from "../core/ink.js" */
/** @import { Random } from "./random.js" */
import { createRandom } from "./random.js";

/** Sets the drawings apart from other random numbers of the same seed. */
const STREAM = 0xd4a3;

/** Points of a circle, and time between two points of a stroke. */
const NUM_POINTS = 24;
const POINT_MS = 12;

/**
 * Returns drawings of ○ (label 0) and × (label 1) in turn, as a drawing pad would have them.
 *
 * @param {number} count
 * @param {number} seed the same seed gives the same drawings
 * @returns {{drawings: Stroke[][], labels: number[]}}
 */
export function drawnCirclesAndCrosses(count, seed) {
  const random = createRandom([seed, STREAM]);
  const labels = Array.from({ length: count }, (_, index) => index % 2);
  return { drawings: labels.map((label) => label ? cross(random) : circle(random)), labels };
}

/** @param {Random} random @returns {Stroke[]} one stroke around, not always closed, a little bent */
function circle(random) {
  const [x, y] = [between(random, 0.4, 0.6), between(random, 0.4, 0.6)];
  const [width, height] = [between(random, 0.18, 0.36), between(random, 0.18, 0.36)];
  const start = between(random, 0, 2 * Math.PI);
  const turn = between(random, 1.85, 2.1) * Math.PI * (random.uniform() < 0.5 ? -1 : 1);
  const bend = between(random, -0.06, 0.06);
  const points = Array.from({ length: NUM_POINTS }, (_, index) => {
    const angle = start + turn * index / (NUM_POINTS - 1);
    const radius = 1 + bend * Math.sin(2 * angle + start);
    return pointAt(
      x + width * radius * Math.cos(angle),
      y + height * radius * Math.sin(angle),
      index,
    );
  });
  return [points];
}

/** @param {Random} random @returns {Stroke[]} two strokes through each other */
function cross(random) {
  const reach = between(random, 0.2, 0.36);
  const ends = [[-1, -1], [1, 1], [1, -1], [-1, 1]].map(([right, down], index) =>
    pointAt(
      0.5 + right * reach + between(random, -0.07, 0.07),
      0.5 + down * reach + between(random, -0.07, 0.07),
      index * NUM_POINTS,
    )
  );
  return [ends.slice(0, 2), ends.slice(2)];
}

/** @param {Random} random @param {number} low @param {number} high @returns {number} */
function between(random, low, high) {
  return low + (high - low) * random.uniform();
}

/** @param {number} x @param {number} y @param {number} index @returns {Point} on the pad, in time */
function pointAt(x, y, index) {
  const onPad = (/** @type {number} */ value) => Math.min(Math.max(value, 0), 1);
  return [onPad(x), onPad(y), index * POINT_MS];
}
