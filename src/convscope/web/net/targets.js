/** Where the way back begins: the logit of a class, or the loss. */

/** @import { Executor } from "./executor.js" */
import { indexOfLargest } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS, softmax } from "./activations.js";
import { outputIndex } from "./executor.js";

/**
 * A number that depends on the net, and its gradient where the way back begins.
 *
 * @typedef {object} Target
 * @property {string} name what it is, such as `cross-entropy loss`
 * @property {number} value
 * @property {number} index the layer whose pre-activation `gradient` belongs to
 * @property {Float64Array} gradient
 * @property {string} formula how `gradient` is computed, in words
 */

/**
 * Returns the score of one class before the last activation.
 *
 * @param {Executor} executor
 * @param {number} [classIndex] the largest logit's where it is left out
 * @returns {Target}
 */
export function logitTarget(executor, classIndex) {
  const index = outputIndex(executor.model.architecture);
  const logits = executor.stages[index].preActivation;
  const chosen = classIndex ?? indexOfLargest(logits);
  expectClass(chosen, logits.length, "class_index");
  const gradient = new Float64Array(logits.length);
  gradient[chosen] = 1;
  return {
    name: `logit of class ${chosen}`,
    value: logits[chosen],
    index,
    gradient,
    formula: "1 for its own logit, 0 for the others",
  };
}

/**
 * Returns the loss that belongs to the net's last activation: categorical cross-entropy for
 * softmax and for several logits, binary cross-entropy for sigmoids and for a single logit, mean
 * squared error for any other.
 *
 * @param {Executor} executor
 * @param {number} [label] the right class; the verdict where it is left out
 * @returns {Target}
 */
export function lossTarget(executor, label) {
  const { stages, model } = executor;
  const index = outputIndex(model.architecture);
  const { preActivation: logits, activation: outputs } = stages[index];
  const count = logits.length;
  const chosen = label ?? (count === 1 ? Number(isLikely(executor)) : indexOfLargest(logits));
  expectClass(chosen, Math.max(count, 2), "label");
  const wanted = count === 1
    ? Float64Array.of(chosen)
    : Float64Array.from(logits, (_, i) => Number(i === chosen));
  const activation = model.architecture.outputActivation;
  if (activation === "softmax" || (activation === "linear" && count > 1)) {
    const probabilities = new Float32Array(count);
    softmax(logits, probabilities, count);
    return {
      name: "cross-entropy loss",
      value: logSumExp(logits) - logits[chosen],
      index,
      gradient: wanted.map((target, i) => probabilities[i] - target),
      formula: "probability − target",
    };
  }
  if (activation === "linear" || activation === "sigmoid") {
    const loss = (/** @type {number} */ z, /** @type {number} */ target) =>
      Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z)));
    return {
      name: "binary cross-entropy loss",
      value: wanted.reduce((sum, target, i) => sum + loss(logits[i], target) / count, 0),
      index,
      gradient: wanted.map((target, i) => (1 / (1 + Math.exp(-logits[i])) - target) / count),
      formula: "(probability − target) / number of outputs",
    };
  }
  const ofOutputs = wanted.map((target, i) => 2 * (outputs[i] - target) / count);
  return {
    name: "mean squared error",
    value: wanted.reduce((sum, target, i) => sum + (outputs[i] - target) ** 2 / count, 0),
    index,
    gradient: ACTIVATIONS[activation].backward(ofOutputs, logits, outputs, count),
    formula: `2 (output − target) / number of outputs × the slope of ${activation}`,
  };
}

/** @param {Executor} executor @returns {boolean} whether a single output says yes */
function isLikely({ model, stages }) {
  const isLogit = model.architecture.outputActivation === "linear";
  return (stages.at(-1)?.activation[0] ?? 0) > (isLogit ? 0 : 0.5);
}

/** @param {Float32Array} values @returns {number} */
function logSumExp(values) {
  const largest = values.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(values.reduce((sum, z) => sum + Math.exp(z - largest), 0));
}

/**
 * Refuses a class that the net does not have.
 *
 * @param {number} index
 * @param {number} count
 * @param {string} what it is called in the error
 * @throws {ConvscopeError}
 */
export function expectClass(index, count, what) {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new ConvscopeError(
    `${what}: received ${index}.`,
    `The net has ${count} classes, 0 to ${count - 1}.`,
    `Give a number from 0 to ${count - 1}.`,
  );
}
