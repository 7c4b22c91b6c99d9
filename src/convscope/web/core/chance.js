/** What a few right answers say about all the others. */

/** Steps of halving: the bounds are exact to far more than is shown. */
const NUM_HALVINGS = 40;

/**
 * Returns between which shares the true one lies, if `right` of `count` were right: 95 of 100 such
 * statements hold, whatever the true share is.
 *
 * Source: Clopper, Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the
 * Binomial", 1934.
 *
 * @param {number} right 0 to `count`
 * @param {number} count at least 1
 * @returns {{low: number, high: number}} 0–1
 */
export function shareBetween(right, count) {
  const tail = 0.025;
  return {
    low: right === 0 ? 0 : cross((share) => atLeast(right, count, share) < tail),
    high: right === count ? 1 : cross((share) => atLeast(right + 1, count, share) < 1 - tail),
  };
}

/** @param {(share: number) => boolean} isBelow @returns {number} where it ends to be true */
function cross(isBelow) {
  let low = 0, high = 1;
  for (let i = 0; i < NUM_HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Returns how likely at least `right` of `count` are right, each with probability `share`.
 *
 * @param {number} right
 * @param {number} count
 * @param {number} share 0–1, neither of them
 * @returns {number}
 */
function atLeast(right, count, share) {
  let sum = 0;
  let logOfTerm = count * Math.log(1 - share);
  for (let i = 0; i <= count; i++) {
    if (i >= right) sum += Math.exp(logOfTerm);
    logOfTerm += Math.log((count - i) / (i + 1)) + Math.log(share / (1 - share));
  }
  return sum;
}
