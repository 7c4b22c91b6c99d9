/** What lessons say of a net's last numbers, by the modules that judge and train. */

import { ACTIVATIONS, softmax } from "../net/activations.js";
import { LOSSES } from "../learning/losses.js";

/**
 * Returns what softmax makes of logits.
 *
 * @param {readonly number[]} logits one for each class
 * @param {number} [times] how often it is applied, one after the other
 * @returns {number[]} probabilities, 0–1
 */
export function probabilitiesOf(logits, times = 1) {
  const values = Float32Array.from(logits);
  for (let i = 0; i < times; i++) softmax(values, values, values.length);
  return [...values];
}

/**
 * Returns what the sigmoid makes of one logit.
 *
 * @param {number} logit
 * @returns {number} 0–1
 */
export function sigmoidOf(logit) {
  const values = Float32Array.of(logit);
  ACTIVATIONS.sigmoid.forward(values, values, 1);
  return values[0];
}

/**
 * Returns the cross-entropy of one picture.
 *
 * @param {readonly number[]} logits one for each class
 * @param {number} label the right class, from 0
 * @returns {number} from 0
 */
export function crossEntropyOf(logits, label) {
  const { ofLogits } = LOSSES.sparse_categorical_crossentropy;
  const targets = Float32Array.from(logits, (_, index) => index === label ? 1 : 0);
  const gradient = new Float32Array(logits.length);
  return ofLogits?.(Float32Array.from(logits), targets, gradient, 1, logits.length) ?? NaN;
}
