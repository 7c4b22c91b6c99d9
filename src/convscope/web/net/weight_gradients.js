/** The gradient of the weights that lead to one neuron, from all neurons that share them. */

/** @import { Context } from "./connections.js" */
/** @import { Explanation } from "./inspector.js" */
import { flatIndex } from "../core/arrays.js";
import { CONNECTIONS } from "./connections.js";

/**
 * Returns the gradients of the neuron's weights in the order of its terms, or null where its
 * weights are not learned. In a convolution every place of a feature map shares them.
 *
 * @param {Context} context the neuron's layer at work
 * @param {Explanation} neuron
 * @param {Float64Array} gradient with respect to the layer's pre-activation
 * @returns {Float64Array | null}
 */
export function weightGradients(context, neuron, gradient) {
  if (!("kernel" in context.tensors)) return null;
  const { step, kind, shape, input } = context;
  const result = new Float64Array(neuron.terms.length);
  const own = CONNECTIONS[kind].gather(context, neuron.position).connections;
  const terms = new Map(own.map(({ place }, i) => [place ?? i, i]));
  const sharing = shape.length === 3 ? placesOfMap(shape, neuron.position[2]) : [neuron.position];
  for (const position of sharing) {
    const blame = gradient[flatIndex(shape, position)];
    if (blame === 0) continue; // Most places of a map behind ReLU and max-pooling.
    const { connections } = CONNECTIONS[kind].gather(context, position);
    connections.forEach((connection, i) => {
      const term = terms.get(connection.place ?? i);
      if (term === undefined || connection.isPadding) return;
      result[term] += blame * input[flatIndex(step.inputShape, connection.position)];
    });
  }
  return result;
}

/** @param {readonly number[]} shape @param {number} channel @returns {number[][]} */
function placesOfMap([height, width], channel) {
  return Array.from(
    { length: height * width },
    (_, place) => [Math.floor(place / width), place % width, channel],
  );
}
