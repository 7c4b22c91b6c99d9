/** How pictures are cut into batches. */

/** Sizes that puzzles ask about. */
export const BATCH_SIZES = [16, 20, 32, 50, 64, 100, 128];

/**
 * Returns how many steps an epoch has, and how many pictures its last batch.
 *
 * @param {number} numPictures
 * @param {number} batchSize
 * @returns {{steps: number, last: number}}
 */
export function batchesOf(numPictures, batchSize) {
  const steps = Math.ceil(numPictures / batchSize);
  return { steps, last: numPictures - (steps - 1) * batchSize };
}
