/** What a pooling layer throws away of one map. */

/** @import { Step } from "./architecture.js" */
import { KIND_FACTS } from "./kind_facts.js";
import { windowBounds } from "./pooling.js";

/**
 * `kept` are the places (row × width + column) whose values come out of max-pooling; average-pooling
 * keeps none as it is. `zeros` counts those that are thrown away and 0, `unseen` those under no
 * window.
 *
 * @typedef {{kept: Set<number>, size: number, thrown: number, zeros: number, unseen: number,
 *   outputs: number}} PoolingLoss
 */

/**
 * Returns what is lost.
 *
 * @param {Step} step of max-pooling or average-pooling
 * @param {ArrayLike<number>} input (height, width, channels)
 * @param {number} channel
 * @returns {PoolingLoss}
 */
export function poolingLoss(step, input, channel) {
  const [height, width, channels] = step.inputShape;
  const valueAt = (/** @type {number} */ place) => input[place * channels + channel];
  const kept = /** @type {Set<number>} */ (new Set());
  const seen = /** @type {Set<number>} */ (new Set());
  let outputs = 0;
  for (const places of windowPlaces(step)) {
    places.forEach((place) => seen.add(place));
    outputs++;
    if (KIND_FACTS[step.layer.kind].keeps_winner) {
      // NaN wins, as in the net; the first of equals.
      kept.add(
        places.reduce((best, place) =>
          valueAt(place) > valueAt(best) || Number.isNaN(valueAt(place)) ? place : best
        ),
      );
    }
  }
  const size = height * width;
  let zeros = 0;
  for (let place = 0; place < size; place++) {
    if (!kept.has(place) && valueAt(place) === 0) zeros++;
  }
  return { kept, size, thrown: size - kept.size, zeros, unseen: size - seen.size, outputs };
}

/**
 * Tells whether no value lies under two windows, so that moving values inside their window leaves
 * the pooled map as it is.
 *
 * @param {Step} step
 * @returns {boolean}
 */
export function isApart({ sliding }) {
  return Boolean(sliding?.every(({ window, stride }) => stride >= window));
}

/**
 * Returns a map whose values have changed places inside each window: every window is turned back to
 * front, so that its first value becomes its last.
 *
 * @param {Step} step whose windows are apart
 * @param {ArrayLike<number>} input (height, width, channels)
 * @param {number} channel
 * @returns {Float32Array} (height, width)
 */
export function turnedInWindows(step, input, channel) {
  const [height, width, channels] = step.inputShape;
  const map = Float32Array.from(
    { length: height * width },
    (_, place) => input[place * channels + channel],
  );
  const turned = map.slice();
  for (const places of windowPlaces(step)) {
    places.forEach((place, index) => {
      turned[place] = map[places[places.length - 1 - index]];
    });
  }
  return turned;
}

/**
 * Returns one map pooled.
 *
 * @param {Step} step
 * @param {Float32Array} map (height, width)
 * @returns {Float32Array} (rows, columns) of the output
 */
export function pooledMap(step, map) {
  return Float32Array.from(windowPlaces(step), (places) => {
    const values = places.map((place) => map[place]);
    if (KIND_FACTS[step.layer.kind].keeps_winner) return values.reduce((a, b) => Math.max(a, b));
    return values.reduce((a, b) => a + b) / values.length;
  });
}

/** @param {Step} step @returns {number[][]} places under each window, row by row */
function windowPlaces(step) {
  const width = step.inputShape[1];
  const [rows, columns] = windowBounds(step);
  return rows.flatMap(([top, bottom]) =>
    columns.map(([left, right]) => {
      const places = [];
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) places.push(row * width + column);
      }
      return places;
    })
  );
}
