/** Tensors as lessons handle them: what indices take out of one, and two that are added. */

/** @import { Shape } from "../core/arrays.js" */
import { flatIndex, positionOf, product } from "../core/arrays.js";

/** Stands for a whole axis among indices. */
export const ALL = -1;

/**
 * Returns the shape that is left when indices have been taken: axes with an index are gone.
 *
 * @param {Shape} shape
 * @param {readonly number[]} indices one for each axis, from 0, or `ALL`
 * @returns {number[]}
 */
export function shapeAt(shape, indices) {
  return shape.filter((_, axis) => indices[axis] === ALL);
}

/**
 * Returns which numbers of a tensor indices take.
 *
 * @param {Shape} shape
 * @param {readonly number[]} indices one for each axis, from 0, or `ALL`
 * @returns {number[]} their places in the order of reading, smallest first
 */
export function placesAt(shape, indices) {
  const places = Array.from({ length: product(shape) }, (_, place) => place);
  return places.filter((place) =>
    positionOf(shape, place).every((at, axis) => [ALL, at].includes(indices[axis]))
  );
}

/**
 * Returns the sum of two tensors of one rank; along an axis of length 1 a tensor is repeated.
 *
 * @param {{shape: Shape, values: readonly number[]}} a
 * @param {{shape: Shape, values: readonly number[]}} b
 * @returns {{shape: number[], values: number[]}}
 */
export function addTensors(a, b) {
  const shape = a.shape.map((length, axis) => Math.max(length, b.shape[axis]));
  /** @param {typeof a} tensor @param {number[]} position */
  const valueAt = (tensor, position) => {
    const own = position.map((at, axis) => Math.min(at, tensor.shape[axis] - 1));
    return tensor.values[flatIndex(tensor.shape, own)];
  };
  const values = Array.from({ length: product(shape) }, (_, place) => {
    const position = positionOf(shape, place);
    return valueAt(a, position) + valueAt(b, position);
  });
  return { shape, values };
}
