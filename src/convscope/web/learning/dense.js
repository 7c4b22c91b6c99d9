/** Dense layers on a batch: one matrix product forwards, two backwards. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { addColumnSums, fillRows } from "./rows.js";

/**
 * Returns x · kernel + bias.
 *
 * ∂L/∂kernel = xᵀ · ∂L/∂output;  ∂L/∂x = ∂L/∂output · kernelᵀ
 *
 * @param {Place} place with `kernel` (in, out), perhaps `bias` (out,)
 * @returns {LayerAtWork}
 */
export function dense({ step, input, output, gradient, inputGradient, product, ...place }) {
  const { kernel, bias } = place.tensors;
  const [numInputs] = step.inputShape;
  const [units] = step.outputShape;
  const sums = new Float64Array(units);
  return {
    forward(count) {
      fillRows(output, bias, count, units);
      product.multiplyAdd(output, input, kernel, count, numInputs, units);
    },
    backward(count) {
      const { kernel: kernelGradient, bias: biasGradient } = place.tensorGradients;
      if (biasGradient) addColumnSums(biasGradient, gradient, count, sums);
      product.multiplyAdd(kernelGradient, input, gradient, numInputs, count, units, "a");
      if (!inputGradient) return;
      inputGradient.fill(0, 0, count * numInputs);
      product.multiplyAdd(inputGradient, gradient, kernel, count, units, numInputs, "b");
    },
  };
}
