/** What the screen Collect shows, in its address. */

/** @import { Store } from "../core/state.js" */

/**
 * @typedef {object} CollectState
 * @property {string} collection its name, or empty
 * @property {string} class to which images are added, or empty for the first
 */

/** @typedef {Store<CollectState>} CollectStore */

/** @typedef {{name: string, count: number}} CollectedClass */

/**
 * A collection as the server tells it.
 *
 * @typedef {object} Collected
 * @property {string} name
 * @property {string} source
 * @property {CollectedClass[]} classes
 * @property {string} newest image, or empty
 * @property {boolean} can_undo
 */

/** @type {CollectState} */
export const COLLECT = { collection: "", class: "" };

/** Classes that a collection begins with. */
export const FIRST_CLASSES = ["○", "×"];

/** Fewest images of a class that a training makes sense with: one is set aside to judge it. */
export const LEAST = 4;

/** From so many images of each class on nothing is said any more. */
export const ENOUGH = 10;

/**
 * Returns what is missing before a training makes sense.
 *
 * @param {readonly CollectedClass[]} classes
 * @returns {{classes: number | null, few: CollectedClass[]}} how many classes there are where they
 *   are too few, and those with too few images
 */
export function missing(classes) {
  return {
    classes: classes.length < 2 ? classes.length : null,
    few: classes.filter(({ count }) => count < LEAST),
  };
}
