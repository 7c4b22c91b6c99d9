/** What the outputs of a net say about its classes. */

import { softmax } from "./activations.js";

/**
 * Returns how many probabilities a net with so many outputs gives: one output tells two classes
 * apart.
 *
 * @param {number} numOutputs
 * @returns {number}
 */
export function numClasses(numOutputs) {
  return Math.max(numOutputs, 2);
}

/**
 * Writes the probabilities of the classes. Logits go through softmax; one logit or sigmoid p
 * becomes (1 − p, p); outputs of softmax and of several sigmoids are what they are.
 *
 * @param {string} activation the net's last one
 * @param {Float32Array} outputs
 * @param {Float32Array} probabilities one per class
 */
export function writeProbabilities(activation, outputs, probabilities) {
  const isLogit = activation === "linear";
  if (outputs.length === 1) {
    const likely = isLogit ? 1 / (1 + Math.exp(-outputs[0])) : outputs[0];
    probabilities.set([1 - likely, likely]);
  } else if (isLogit) softmax(outputs, probabilities, outputs.length);
  else probabilities.set(outputs);
}
