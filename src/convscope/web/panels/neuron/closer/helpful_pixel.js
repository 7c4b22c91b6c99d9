/** Which pixel of the input would help a class most. */

/**
 * A pixel and what to set its values to; `gain` is by how much the margin would grow if it grew
 * evenly.
 *
 * @typedef {{place: number, values: number[], gain: number}} Help
 */

/**
 * Returns what the best change of one pixel is: each of its values to the end of the range to which
 * the gradient points.
 *
 * @param {ArrayLike<number>} input (height, width, channels)
 * @param {ArrayLike<number>} gradient of the margin, the same shape
 * @param {number} channels
 * @param {readonly [number, number]} range of the input's values
 * @param {number} place row × width + column
 * @returns {Help}
 */
export function helpOf(input, gradient, channels, [low, high], place) {
  const values = [];
  let gain = 0;
  for (let at = place * channels; at < (place + 1) * channels; at++) {
    const best = gradient[at] > 0 ? high : gradient[at] < 0 ? low : input[at];
    values.push(best);
    gain += (best - input[at]) * gradient[at];
  }
  return { place, values, gain };
}

/**
 * Returns the pixel whose change promises most, or null where none promises anything.
 *
 * @param {ArrayLike<number>} input
 * @param {ArrayLike<number>} gradient
 * @param {number} channels
 * @param {readonly [number, number]} range
 * @param {ReadonlySet<number>} taken places that are left out: they have been changed already
 * @returns {Help | null}
 */
export function mostHelpful(input, gradient, channels, range, taken) {
  /** @type {Help | null} */
  let best = null;
  for (let place = 0; place < input.length / channels; place++) {
    if (taken.has(place)) continue;
    const help = helpOf(input, gradient, channels, range, place);
    if (help.gain > (best?.gain ?? 0)) best = help;
  }
  return best;
}
