/** Series of nearly equal pictures whose labels mean nothing: what a split can and cannot show. */

/** @import { Random } from "../learning/random.js" */
/** @import { TestDigit } from "./test_digits.js" */
import { createRandom } from "../learning/random.js";
import { changed } from "./changed_pictures.js";
import { SIDE } from "./test_digits.js";

/**
 * A photograph of a thing.
 *
 * @typedef {{thing: number, label: number, pixels: Uint8Array}} Photo `label` is 0 or 1, by tossing
 *   a coin for each thing
 */

/** How far a thing moves and turns between two photographs, at most. */
const MOST_MOVE = 0.5;
const MOST_TURN = 3;

/** Of the photographs, or of the things, one in so many is for testing. */
const ONE_IN = 5;

/**
 * Returns photographs of things, all of the same kind.
 *
 * @param {readonly TestDigit[]} things
 * @param {number} each how many photographs of a thing
 * @param {number} seed
 * @returns {Photo[]}
 */
export function takePhotos(things, each, seed) {
  const random = createRandom([seed]);
  return things.flatMap(({ pixels }, thing) => {
    const label = random.uniform() < 0.5 ? 0 : 1;
    return Array.from({ length: each }, () => ({
      thing,
      label,
      pixels: changed(pixels, {
        right: around(random, MOST_MOVE),
        down: around(random, MOST_MOVE),
        turn: around(random, MOST_TURN),
      }),
    }));
  });
}

/** @param {Random} random @param {number} most @returns {number} */
function around(random, most) {
  return (2 * random.uniform() - 1) * most;
}

/**
 * Returns which photographs are for training and which for testing.
 *
 * @param {readonly Photo[]} photos
 * @param {"photos" | "things"} unit what the draw is about
 * @param {number} seed
 * @returns {{train: Photo[], test: Photo[]}}
 */
export function splitPhotos(photos, unit, seed) {
  const units = unit === "photos"
    ? photos.map((_, index) => index)
    : photos.map(({ thing }) => thing);
  const count = Math.max(...units) + 1;
  const order = createRandom([seed, 1]).shuffle(Int32Array.from({ length: count }, (_, i) => i));
  const isTest = new Set(order.subarray(0, Math.round(count / ONE_IN)));
  return {
    train: photos.filter((_, index) => !isTest.has(units[index])),
    test: photos.filter((_, index) => isTest.has(units[index])),
  };
}

/**
 * Returns the training photograph that is most like another one.
 *
 * @param {readonly Photo[]} train
 * @param {Photo} photo
 * @returns {Photo}
 */
export function nearest(train, { pixels }) {
  let found = train[0];
  let least = Infinity;
  for (const candidate of train) {
    const others = candidate.pixels;
    let distance = 0;
    for (let at = 0; at < pixels.length && distance < least;) {
      for (const end = at + SIDE; at < end; at++) {
        const difference = pixels[at] - others[at];
        distance += difference * difference;
      }
    }
    if (distance < least) [least, found] = [distance, candidate];
  }
  return found;
}
