/** The backward pass: how a target changes with what every layer took in. */

/** @import { Executor } from "./executor.js" */
/** @import { Target } from "./targets.js" */
import { ACTIVATIONS } from "./activations.js";

/**
 * Gradients of one target by layer, where they were asked for and the target depends on the layer.
 *
 * @typedef {object} Gradients
 * @property {Float64Array[]} preActivations
 * @property {Float64Array[]} activations of what each layer put out, added up over all layers of
 *   interest that took it in; `activations[-1]` belongs to the net's input
 */

/**
 * Returns the gradients for the last input that the executor ran.
 *
 * @param {Executor} executor
 * @param {Target} target
 * @param {number} [first] the first layer of interest
 * @returns {Gradients}
 */
export function backward({ stages, input }, target, first = 0) {
  /** @type {Gradients} */
  const gradients = { preActivations: [], activations: [] };
  const ofActivations = gradients.activations;
  for (let index = target.index; index >= first; index--) {
    const { step, shape, preActivation, activation, operation } = stages[index];
    const ofActivation = ofActivations[index];
    if (index < target.index && !ofActivation) continue; // The target does not depend on it.
    const { backward } = ACTIVATIONS[step.layer.activation ?? "linear"];
    const ofPreActivation = index === target.index
      ? target.gradient
      : backward(ofActivation, preActivation, activation, shape[shape.length - 1]);
    const inputs = step.inputs.map((from) => stages[from]?.activation ?? input);
    const ofInputs = operation.backward(ofPreActivation, inputs);
    gradients.preActivations[index] = ofPreActivation;
    step.inputs.forEach((from, i) => {
      const other = ofActivations[from];
      ofActivations[from] = other ? other.map((value, at) => value + ofInputs[i][at]) : ofInputs[i];
    });
  }
  return gradients;
}
