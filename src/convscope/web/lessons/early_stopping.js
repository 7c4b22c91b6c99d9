/** When early stopping ends a training, by the rule of `EarlyStopping` in Python. */

/**
 * What becomes of a training; epochs count from 1.
 *
 * @typedef {object} Stopped
 * @property {number[]} waits after each epoch that was trained, how many went by without a new best
 * @property {number} last epoch that was trained
 * @property {number} best epoch with the smallest loss until then
 * @property {boolean} isEarly whether it was stopped before all losses were used up
 */

/**
 * Returns when a training is stopped.
 *
 * @param {readonly number[]} losses of the validation data after each epoch
 * @param {number} patience epochs without a new best that are endured
 * @returns {Stopped}
 */
export function stopEarly(losses, patience) {
  /** @type {number[]} */
  const waits = [];
  let best = 0;
  for (const [index, loss] of losses.entries()) {
    const isBest = index === 0 || loss < losses[best];
    if (isBest) best = index;
    waits.push(index - best);
    if (!isBest && index - best >= patience) {
      return { waits, last: index + 1, best: best + 1, isEarly: true };
    }
  }
  return { waits, last: losses.length, best: best + 1, isEarly: false };
}
