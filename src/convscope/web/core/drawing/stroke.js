/** Strokes from JSON, with the errors of `drawing/stroke.py`. */

import { ConvscopeError } from "../errors.js";

/** @import { Stroke } from "../ink.js" */

const EXPECTED = "Expected a list of strokes, each a list of points [x, y, time_ms] or " +
  "[x, y, time_ms, pressure] with x and y 0–1 of the pad's side.";
const FIX = "Give what `strokes_to_json` or the page's drawing pad wrote.";

/**
 * Reads strokes from JSON text, or from the lists that JSON text became.
 *
 * @param {unknown} source
 * @returns {Stroke[]}
 */
export function strokesFromJson(source) {
  let lists = source;
  if (typeof source === "string") {
    try {
      lists = JSON.parse(source);
    } catch (error) {
      throw new ConvscopeError(`Strokes are not JSON: ${error}.`, EXPECTED, FIX);
    }
  }
  if (!Array.isArray(lists)) {
    throw new ConvscopeError(`Strokes are ${typeof lists}.`, EXPECTED, FIX);
  }
  for (const stroke of lists) {
    if (!Array.isArray(stroke) || !stroke.every(Array.isArray)) {
      throw new ConvscopeError(`One stroke is ${JSON.stringify(stroke)}.`, EXPECTED, FIX);
    }
    for (const point of stroke) {
      if (point.length < 3 || point.length > 4 || !point.every(Number.isFinite)) {
        throw new ConvscopeError(
          `A stroke has the point ${JSON.stringify(point)}.`,
          EXPECTED,
          "Leave the point out or give it finite numbers.",
        );
      }
    }
  }
  return lists;
}
