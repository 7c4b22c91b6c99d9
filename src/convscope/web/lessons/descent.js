/** Numbers that go downhill, by the optimizers with which nets are trained. */

/** @import { OptimizerSettings } from "../learning/optimizers.js" */
import { createOptimizer } from "../learning/optimizers.js";

/** Beyond this, numbers have run away; nobody needs to see how much further. */
const FAR = 1e9;

/**
 * Returns all places on the way from a start.
 *
 * @param {OptimizerSettings} settings
 * @param {readonly number[]} start
 * @param {(values: readonly number[]) => readonly number[]} gradientAt a place, as long as `start`
 * @param {number} numSteps
 * @returns {number[][]} `numSteps` + 1 places, the start among them; fewer where they run away
 */
export function descend(settings, start, gradientAt, numSteps) {
  const values = Float32Array.from(start);
  const gradient = new Float32Array(start.length);
  const optimizer = createOptimizer(settings, values, gradient, (size) => new Float32Array(size));
  const places = [[...start]];
  while (places.length <= numSteps) {
    gradient.set(gradientAt(places[places.length - 1]));
    optimizer.step();
    if (!values.every((value) => Math.abs(value) < FAR)) break;
    places.push([...values]);
  }
  return places;
}
