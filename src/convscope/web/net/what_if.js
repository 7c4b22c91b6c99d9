/** What the net would say if some values of its input were others. */

/** @import { Executor } from "./executor.js" */
/** @import { GradientTerm } from "./gradient_inspector.js" */
/** @import { Target } from "./targets.js" */
import { flatIndex } from "../core/arrays.js";
import { CONNECTIONS, contextOf } from "./connections.js";
import { outputIndex } from "./executor.js";
import { backward } from "./gradients.js";
import { expectClass } from "./targets.js";

/**
 * `changes` are (index, value) of the flat input; the margin is the score of class `towards` minus
 * the score of class `against`; `pixel` is the (row, column, channel) whose gradient is taken apart.
 *
 * @typedef {object} Supposition
 * @property {[number, number][]} changes
 * @property {number} towards
 * @property {number} against
 * @property {number[] | null} pixel
 */

/**
 * @typedef {object} Outcome
 * @property {Float32Array} probabilities one per class
 * @property {number} margin
 * @property {Float64Array} gradient of the margin with respect to every value of the input
 * @property {GradientTerm[]} terms of the gradient at `pixel`: the neurons that it feeds
 */

/**
 * Runs the changed input, and then the last one again: what was shown before stays true.
 *
 * @param {Executor} executor
 * @param {Supposition} supposition
 * @returns {Outcome}
 */
export function whatIf(executor, { changes, towards, against, pixel }) {
  const original = executor.input.slice();
  const changed = original.slice();
  for (const [index, value] of changes) changed[index] = value;
  try {
    const probabilities = executor.run(changed).probabilities.slice();
    const target = marginTarget(executor, towards, against);
    const { preActivations, activations } = backward(executor, target);
    const terms = pixel ? pixelTerms(executor, pixel, preActivations) : [];
    return { probabilities, margin: target.value, gradient: activations[-1], terms };
  } finally {
    executor.run(original);
  }
}

/**
 * Returns how far one class is ahead of another before the last activation. A single output says
 * yes or no: its score counts for class 1 and against class 0.
 *
 * @param {Executor} executor
 * @param {number} towards
 * @param {number} against
 * @returns {Target}
 * @throws {ConvscopeError} a class that the net does not have
 */
export function marginTarget({ model, stages }, towards, against) {
  const index = outputIndex(model.architecture);
  const logits = stages[index].preActivation;
  expectClass(towards, Math.max(logits.length, 2), "towards");
  expectClass(against, Math.max(logits.length, 2), "against");
  const gradient = new Float64Array(logits.length);
  if (logits.length === 1) gradient[0] = towards === 1 ? 1 : -1;
  else {
    gradient[towards] += 1;
    gradient[against] -= 1;
  }
  return {
    name: `logit of class ${towards} minus logit of class ${against}`,
    value: gradient.reduce((sum, factor, i) => sum + factor * logits[i], 0),
    index,
    gradient,
    formula: "1 for the one logit, −1 for the other",
  };
}

/**
 * Returns how a value of the input acts on the target: through every neuron that it feeds.
 *
 * @param {Executor} executor
 * @param {number[]} pixel
 * @param {Float64Array[]} preActivations gradients by layer
 * @returns {GradientTerm[]}
 */
function pixelTerms(executor, pixel, preActivations) {
  return executor.stages.flatMap(({ step }, index) => {
    if (!step.inputs.includes(-1) || !preActivations[index]) return [];
    const context = contextOf(executor, index);
    return CONNECTIONS[context.kind].feed(context, pixel).map(({ position, weight }) => {
      const gradient = preActivations[index][flatIndex(context.shape, position)];
      return { position, weight, gradient, product: weight * gradient };
    });
  });
}
