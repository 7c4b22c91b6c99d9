/** Which part of the layer before, and of the image, a neuron sees. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture, Step } from "./architecture.js" */
/** @import { Connection } from "./connections.js" */
/** @import { Part } from "./parts.js" */
import { sharesAxis } from "./layer_kinds.js";
import { around, partsBefore } from "./parts.js";

/**
 * (first, first behind the last) of `rows`, `columns` and `channels`, or of `indices`.
 *
 * @typedef {Record<string, [number, number]>} Region
 */

/** @param {Shape} shape @returns {string[]} the names of the axes of a picture or a vector */
export function axesOf(shape) {
  return shape.length === 3 ? ["rows", "columns", "channels"] : ["indices"];
}

/**
 * Returns the region of the layer before that a neuron depends on; empty for padding alone.
 *
 * It is the smallest one around all real inputs of its weighted sum. Softmax divides the last axis
 * among all neurons there, so the neuron depends on all their inputs: the whole axis.
 *
 * @param {Connection[]} connections
 * @param {Step} step of the neuron
 * @returns {Region}
 */
export function regionBefore(connections, { layer, inputShape }) {
  const real = connections.filter(({ isPadding }) => !isPadding);
  return Object.fromEntries(
    axesOf(inputShape).map((name, axis) => {
      const isShared = sharesAxis(layer) && axis === inputShape.length - 1;
      if (isShared && real.length) return [name, [0, inputShape[axis]]];
      let first = Infinity;
      let last = -1;
      for (const { position } of real) {
        first = Math.min(first, position[axis]);
        last = Math.max(last, position[axis]);
      }
      return [name, real.length ? [first, last + 1] : [0, 0]];
    }),
  );
}

/** @param {number[]} position @returns {Region} the region that is the one value there */
export function regionAt(position) {
  return Object.fromEntries(
    axesOf(position).map((name, axis) => [
      name,
      [position[axis], position[axis] + 1],
    ]),
  );
}

/**
 * Returns the region of the net's input that a neuron depends on, on all ways that lead there.
 *
 * @param {Architecture} architecture
 * @param {number} index of its layer
 * @param {number[]} position
 * @returns {Region}
 */
export function regionOfInput({ input: { shape }, steps }, index, position) {
  /** @type {Map<number, Part>} */
  const seen = new Map([[index, position.map((at) => [at, at + 1])]]);
  for (let at = index; at >= 0; at--) {
    const part = seen.get(at);
    if (!part) continue;
    partsBefore(steps[at], part).forEach((before, i) => {
      const [first, end] = before[before.length - 1];
      if (first === end) return; // None of a join's channels may be in the part.
      const from = steps[at].inputs[i];
      const other = seen.get(from);
      seen.set(from, other ? around([before, other]) : before);
    });
  }
  const part = seen.get(-1) ?? shape.map(() => [0, 0]);
  // All colours of a pixel are shown together.
  if (shape.length === 3) part[2] = [0, shape[2]];
  return Object.fromEntries(axesOf(shape).map((name, axis) => [name, part[axis]]));
}
