/** Nets that have learned nothing: for each picture, of two classes, they flip a coin. */

/** @import { Random } from "../learning/random.js" */
import { indexOfLargest } from "../core/arrays.js";
import { createRandom } from "../learning/random.js";

/** Sets the coins apart from other random numbers of the same seed. */
const STREAM = 0xc01;

/** Coins in one random number. */
const BITS = 32;

/**
 * One round of the game: `right` has, for each net, how many pictures it judged right; `best` is the
 * net that is kept, and `again` how many new pictures that one judges right.
 *
 * @typedef {{right: number[], best: number, again: number}} Round
 */

/**
 * Plays a round.
 *
 * @param {number} number of the round; the same one gives the same coins
 * @param {number} numNets
 * @param {number} numPictures and as many new ones
 * @returns {Round}
 */
export function flipCoins(number, numNets, numPictures) {
  const random = createRandom([number, STREAM, numNets, numPictures]);
  const right = Array.from({ length: numNets }, () => heads(random, numPictures));
  return { right, best: indexOfLargest(right), again: heads(random, numPictures) };
}

/** @param {Random} random @param {number} count of coins @returns {number} */
function heads(random, count) {
  let sum = 0;
  for (let left = count; left > 0; left -= BITS) {
    let coins = random.bits() >>> Math.max(0, BITS - left);
    for (; coins; coins &= coins - 1) sum++;
  }
  return sum;
}
