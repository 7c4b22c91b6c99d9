/** Which part of the layer before, and of the image, a neuron sees. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture } from "./architecture.js" */
/** @import { Connection } from "./connections.js" */
import { positionOf } from "../core/arrays.js";
import { fieldWindow } from "./receptive_field.js";

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
 * Returns the smallest region around all real inputs of a neuron; empty for padding alone.
 *
 * @param {Connection[]} connections
 * @param {Shape} inputShape
 * @returns {Region}
 */
export function regionBefore(connections, inputShape) {
  const real = connections.filter(({ isPadding }) => !isPadding);
  return Object.fromEntries(
    axesOf(inputShape).map((name, axis) => {
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

/**
 * Returns the region of the net's input that a neuron depends on.
 *
 * @param {Architecture} architecture
 * @param {number} index of its layer
 * @param {number[]} position
 * @returns {Region}
 */
export function regionOfInput(architecture, index, position) {
  const { receptiveField } = architecture.steps[index];
  const { shape } = architecture.input;
  const place = placeInPicture(architecture, index, position);
  const [height, width] = receptiveField.inputSize;
  const { top, bottom, left, right } = place
    ? fieldWindow(receptiveField, place[0], place[1])
    : { top: 0, bottom: height, left: 0, right: width };
  if (shape.length === 1) return { indices: bounds(left, right) };
  return { rows: bounds(top, bottom), columns: bounds(left, right), channels: [0, shape[2]] };
}

/** @param {number} first @param {number} end @returns {[number, number]} (0, 0) where empty */
function bounds(first, end) {
  return end > first ? [first, end] : [0, 0];
}

/**
 * Returns row and column of a neuron in the last picture before it, or null for a neuron that
 * sees everything. Behind Flatten the place is found again in the picture that was flattened; in
 * a flat net the index is the column of a single row.
 *
 * @param {Architecture} architecture
 * @param {number} index
 * @param {number[]} position
 * @returns {number[] | null}
 */
function placeInPicture({ steps }, index, position) {
  if (position.length === 3) return position.slice(0, 2);
  for (const { layer, inputShape } of steps.slice(0, index + 1).reverse()) {
    if (layer.kind === "Dense" || layer.kind === "GlobalAveragePooling2D") return null;
    if (layer.kind === "Flatten" && inputShape.length === 3) {
      return positionOf(inputShape, position[0]).slice(0, 2);
    }
  }
  return [0, position[0]];
}
