/** Where a neuron is, with its axes named. */

/** @import { Translate } from "../../core/texts.js" */

/**
 * Returns what the numbers of a position stand for, in their order.
 *
 * @param {Translate} t
 * @param {readonly number[]} position
 * @returns {string} such as `row, column, map`
 */
export function axesText(t, position) {
  return t(position.length === 1 ? "position.valueAxes" : "position.mapAxes");
}

/**
 * Returns a position in words.
 *
 * @param {Translate} t
 * @param {readonly number[]} position (row, column, channel), or (index,) in a vector
 * @returns {string} such as `row 8, column 1, map 3`
 */
export function positionText(t, position) {
  if (position.length === 1) return t("position.value", { index: position[0] });
  const [row, column, channel] = position;
  return t("position.map", { row, column, channel });
}
