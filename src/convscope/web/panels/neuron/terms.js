/** In which order the terms of a neuron are walked through, and which of them belong together. */

/** @import { Explanation, Term } from "../../net/inspector.js" */

/**
 * Returns the terms in walking order: a window map by map, each in reading order; a long sum from
 * the largest product to the smallest; anything else as it is.
 *
 * @param {Explanation} explanation
 * @returns {Term[]}
 */
export function walkingOrder({ terms, window }) {
  if (window) {
    const channels = window[2];
    const places = terms.length / channels;
    return terms.map((_, step) => terms[(step % places) * channels + Math.floor(step / places)]);
  }
  return [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

/**
 * Returns the part of a walk that belongs to one input map.
 *
 * @param {Explanation} explanation of a neuron with a window
 * @param {Term[]} walk
 * @param {number} channel counted within the window
 * @returns {Term[]}
 */
export function termsOfChannel({ window }, walk, channel) {
  const places = window ? window[0] * window[1] : walk.length;
  return walk.slice(channel * places, (channel + 1) * places);
}

/**
 * Returns the input map that is shown: the one of the current term, else the one that counts most.
 *
 * @param {Explanation} explanation of a neuron with a window
 * @param {Term[]} walk
 * @param {number} term index in the walk, −1 for none
 * @returns {number}
 */
export function shownChannel(explanation, walk, term) {
  const { window } = explanation;
  if (!window) return 0;
  if (term >= 0) return Math.floor(term / (window[0] * window[1]));
  const sums = Array.from(
    { length: window[2] },
    (_, channel) => Math.abs(sumOf(termsOfChannel(explanation, walk, channel))),
  );
  return sums.indexOf(Math.max(...sums));
}

/**
 * Returns the sum of the terms' products.
 *
 * @param {readonly Term[]} terms
 * @returns {number}
 */
export function sumOf(terms) {
  return terms.reduce((sum, { product }) => sum + product, 0);
}
