/** Losses of validation data that puzzles are made of. */

/** @import { Random } from "../learning/random.js" */
import { whole } from "./task.js";

const NUM_EPOCHS = 8;

/** The numbers of the epochs, from 1. */
export const EPOCHS = Array.from({ length: NUM_EPOCHS }, (_, index) => index + 1);

/**
 * Returns a loss after each epoch in hundredths, all different: falling, then rising, not smoothly.
 *
 * @param {Random} random
 * @returns {number[]}
 */
export function drawLosses(random) {
  const turn = whole(random, 2, NUM_EPOCHS - 1);
  /** @type {number[]} */
  const losses = [];
  for (const epoch of EPOCHS) {
    let loss = 0;
    do {
      loss = 40 + Math.abs(epoch - turn) * 6 + whole(random, -8, 8);
    } while (losses.includes(loss));
    losses.push(loss);
  }
  return losses;
}
