/** What training makes small, as `answers/losses.py` and Keras define it, with its gradient. */

/** @import { Stage } from "./network.js" */
import { ConvscopeError } from "../core/errors.js";

/** Probabilities are kept this far from 0 and 1 before a logarithm, as Keras does. */
const EPSILON = 1e-7;

/** Activations whose inputs are logits. */
const HAVE_LOGITS = ["softmax", "sigmoid"];

/**
 * Returns the mean loss of `count` rows of `size` values and writes its gradient.
 *
 * @typedef {(values: Float32Array, targets: Float32Array, gradient: Float32Array, count: number,
 *   size: number) => number} LossOf
 */

/**
 * `ofLogits` is missing where the outputs themselves are compared.
 *
 * @type {Record<string, {ofLogits?: LossOf, ofOutputs: LossOf}>}
 */
export const LOSSES = {
  sparse_categorical_crossentropy: { ofLogits: softmaxLoss, ofOutputs: labelLoss },
  categorical_crossentropy: { ofLogits: softmaxLoss, ofOutputs: shareLoss },
  binary_crossentropy: { ofLogits: sigmoidLoss, ofOutputs: binaryLoss },
  mean_squared_error: { ofOutputs: squaredLoss },
};

/**
 * @typedef {object} LossSettings
 * @property {string} name one of `LOSSES`
 * @property {boolean} [from_logits] whether the net's outputs are logits
 */

/**
 * A loss at the end of a net.
 *
 * @typedef {object} LossAtWork
 * @property {boolean} isBeforeActivation whether its gradient is with respect to what enters the
 *   last activation, so that the way back begins there
 * @property {(targets: Float32Array, count: number) => number} compute returns the mean loss of the
 *   batch and leaves its gradient in the last layer's
 */

/**
 * Returns what says which class a net takes for the most probable: what enters softmax or sigmoid,
 * where it ends in one, since outputs next to 1 can be equal in float32.
 *
 * @param {Stage} last the net's last layer
 * @returns {Float32Array} (batch, outputs)
 */
export function scoresOf({ step, preActivation, activation }) {
  return HAVE_LOGITS.includes(step.layer.activation) ? preActivation : activation;
}

/**
 * Returns a loss. Where the net ends in softmax or sigmoid, cross-entropies take what enters it as
 * their logits, whatever the loss is: nothing overflows, and the gradient is "probability minus
 * target". So does Keras on TensorFlow.
 *
 * @param {LossSettings} settings
 * @param {Stage} last the net's last layer
 * @returns {LossAtWork}
 * @throws {ConvscopeError} a loss that is not known
 */
export function createLoss({ name, from_logits: fromLogits = false }, last) {
  if (!Object.hasOwn(LOSSES, name)) {
    throw new ConvscopeError(
      `Unknown loss "${name}".`,
      `Known: ${Object.keys(LOSSES).join(", ")}.`,
      "Use one of these.",
    );
  }
  const { ofLogits, ofOutputs } = LOSSES[name];
  const size = last.size;
  const isBeforeActivation = ofLogits !== undefined &&
    HAVE_LOGITS.includes(last.step.layer.activation);
  const values = isBeforeActivation ? last.preActivation : last.activation;
  const lossOf = ofLogits && (isBeforeActivation || fromLogits) ? ofLogits : ofOutputs;
  return {
    isBeforeActivation,
    compute: (targets, count) => lossOf(values, targets, last.gradient, count, size),
  };
}

/**
 * L = −mean of Σ y log softmax(z);  ∂L/∂z = (softmax(z) Σ y − y) / N
 *
 * @type {LossOf}
 */
function softmaxLoss(z, targets, gradient, count, size) {
  let loss = 0;
  for (let start = 0; start < count * size; start += size) {
    let largest = -Infinity;
    for (let i = start; i < start + size; i++) largest = Math.max(largest, z[i]);
    let sum = 0, weight = 0, score = 0;
    for (let i = start; i < start + size; i++) {
      sum += Math.exp(z[i] - largest);
      weight += targets[i];
      score += targets[i] * (z[i] - largest);
    }
    loss += weight * Math.log(sum) - score;
    for (let i = start; i < start + size; i++) {
      gradient[i] = (Math.exp(z[i] - largest) / sum * weight - targets[i]) / count;
    }
  }
  return loss / count;
}

/**
 * L = −mean of (y log p + (1 − y) log(1 − p)) with p = sigmoid(z);  ∂L/∂z = (p − y) / values
 *
 * @type {LossOf}
 */
function sigmoidLoss(z, targets, gradient, count, size) {
  const length = count * size;
  let loss = 0;
  for (let i = 0; i < length; i++) {
    const small = Math.exp(-Math.abs(z[i])); // exp of a large number would overflow
    loss += Math.max(z[i], 0) - z[i] * targets[i] + Math.log1p(small);
    gradient[i] = ((z[i] >= 0 ? 1 : small) / (1 + small) - targets[i]) / length;
  }
  return loss / length;
}

/**
 * L = mean of log Σ s − log s_label, with s the outputs kept away from 0 and 1: they need not add
 * up to 1.
 *
 * @type {LossOf}
 */
function labelLoss(outputs, targets, gradient, count, size) {
  let loss = 0;
  for (let start = 0; start < count * size; start += size) {
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += inside(outputs[i]);
    for (let i = start; i < start + size; i++) {
      const share = inside(outputs[i]);
      loss += targets[i] * (Math.log(sum) - Math.log(share));
      const isKept = share !== outputs[i];
      gradient[i] = isKept ? 0 : (1 / sum - targets[i] / share) / count;
    }
  }
  return loss / count;
}

/**
 * L = −mean of Σ y log s, with s the outputs divided by their sum.
 *
 * @type {LossOf}
 */
function shareLoss(outputs, targets, gradient, count, size) {
  let loss = 0;
  for (let start = 0; start < count * size; start += size) {
    let sum = 0, mean = 0;
    for (let i = start; i < start + size; i++) sum += outputs[i];
    for (let i = start; i < start + size; i++) {
      const share = inside(outputs[i] / sum);
      loss -= targets[i] * Math.log(share);
      gradient[i] = share === outputs[i] / sum ? -targets[i] / share / count : 0;
      mean += gradient[i] * outputs[i] / sum;
    }
    for (let i = start; i < start + size; i++) gradient[i] = (gradient[i] - mean) / sum;
  }
  return loss / count;
}

/**
 * L = −mean of (y log p + (1 − y) log(1 − p)), with p the outputs kept away from 0 and 1.
 *
 * @type {LossOf}
 */
function binaryLoss(outputs, targets, gradient, count, size) {
  const length = count * size;
  let loss = 0;
  for (let i = 0; i < length; i++) {
    const p = inside(outputs[i]);
    loss -= targets[i] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p);
    gradient[i] = p === outputs[i] ? (p - targets[i]) / (p * (1 - p)) / length : 0;
  }
  return loss / length;
}

/**
 * L = mean of (output − target)²;  ∂L/∂output = 2 (output − target) / values
 *
 * @type {LossOf}
 */
function squaredLoss(outputs, targets, gradient, count, size) {
  const length = count * size;
  let loss = 0;
  for (let i = 0; i < length; i++) {
    const error = outputs[i] - targets[i];
    loss += error * error;
    gradient[i] = 2 * error / length;
  }
  return loss / length;
}

/** @param {number} share @returns {number} not closer to 0 and 1 than a logarithm bears */
function inside(share) {
  return Math.min(Math.max(share, EPSILON), 1 - EPSILON);
}
