/** The backward pass: how a target changes with what every layer took in. */

/** @import { Executor } from "./executor.js" */
/** @import { Target } from "./targets.js" */
import { ACTIVATIONS } from "./activations.js";

/**
 * Gradients of one target by layer, where they were asked for. What a layer put out is what the
 * next one took in.
 *
 * @typedef {object} Gradients
 * @property {Float64Array[]} preActivations
 * @property {Float64Array[]} inputs `inputs[0]` belongs to the net's input
 */

/**
 * Returns the gradients for the last input that the executor ran.
 *
 * @param {Executor} executor
 * @param {Target} target
 * @param {number} [first] the first layer whose input is of interest
 * @returns {Gradients}
 */
export function backward({ stages, input }, target, first = 0) {
  /** @type {Gradients} */
  const gradients = { preActivations: [], inputs: [] };
  let ofPreActivation = target.gradient;
  for (let index = target.index; index >= first; index--) {
    gradients.preActivations[index] = ofPreActivation;
    const before = stages[index - 1];
    const ofInput = stages[index].operation.backward(ofPreActivation, before?.activation ?? input);
    gradients.inputs[index] = ofInput;
    if (before) {
      const { step, shape, preActivation, activation } = before;
      const { backward } = ACTIVATIONS[step.layer.activation ?? "linear"];
      ofPreActivation = backward(ofInput, preActivation, activation, shape[shape.length - 1]);
    }
  }
  return gradients;
}
