/** Confusion matrices that puzzles are made of. */

/** @import { Random } from "../learning/random.js" */
import { whole } from "./task.js";

/** Classes of a matrix. */
export const NUM_CLASSES = 4;

/**
 * Returns a confusion matrix: in each row the pictures of one class, in each column what the net
 * called them.
 *
 * @param {Random} random
 * @param {number} perClass pictures of each class
 * @returns {number[][]}
 */
export function drawConfusion(random, perClass) {
  return Array.from({ length: NUM_CLASSES }, (_, row) => {
    const counts = Array.from({ length: NUM_CLASSES }, () => 0);
    counts[row] = whole(random, Math.ceil(perClass * 0.4), perClass - 3);
    for (let left = perClass - counts[row]; left > 0; left--) {
      counts[(row + whole(random, 1, NUM_CLASSES - 1)) % NUM_CLASSES]++;
    }
    return counts;
  });
}

/** @param {readonly (readonly number[])[]} matrix @returns {number} on the diagonal */
export function countRight(matrix) {
  return matrix.reduce((sum, row, index) => sum + row[index], 0);
}
