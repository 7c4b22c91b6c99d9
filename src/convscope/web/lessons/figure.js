/** What a figure of a lesson is: a state of its own in the address, and what draws it. */

/** @import { Store } from "../core/state.js" */
/** @import { Translate } from "./texts.js" */

/**
 * A figure: its module has the figure's name. The state's keys stand in the address and are those
 * of no other store.
 *
 * @template {Record<string, any>} [State=any]
 * @typedef {object} Figure
 * @property {string} name
 * @property {State} defaults
 * @property {(place: HTMLElement, state: Store<State>, t: Translate) => () => void} mount fills a
 *   place, states its numbers in words, and returns its clean-up
 */

/**
 * Returns a number of the address that a figure can use.
 *
 * @param {unknown} value
 * @param {number} low the smallest
 * @param {number} high the largest
 * @param {number} otherwise where it is no number
 * @returns {number}
 */
export function within(value, low, high, otherwise) {
  return typeof value === "number" && Number.isFinite(value)
    ? Math.min(Math.max(value, low), high)
    : otherwise;
}
