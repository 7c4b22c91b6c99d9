/** Dense: every unit is a weighted sum of all inputs. */

/** @import { Operation, Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */

/**
 * Returns the matrix product of one dense layer.
 *
 * @param {Step} step
 * @param {Weights} weights `kernel` (in, out), perhaps `bias` (out,)
 * @returns {Operation}
 */
export function dense(step, { kernel, bias }) {
  const [numInputs] = step.inputShape;
  const [units] = step.outputShape;
  const sums = new Float64Array(units);
  return {
    forward([input], output) {
      sums.fill(0);
      for (let i = 0, at = 0; i < numInputs; i++) {
        const value = input[i];
        for (let unit = 0; unit < units; unit++, at++) sums[unit] += value * kernel[at];
      }
      for (let unit = 0; unit < units; unit++) output[unit] = sums[unit] + (bias?.[unit] ?? 0);
    },
    backward(gradient) {
      const result = new Float64Array(numInputs);
      for (let i = 0, at = 0; i < numInputs; i++) {
        for (let unit = 0; unit < units; unit++, at++) result[i] += kernel[at] * gradient[unit];
      }
      return [result];
    },
  };
}
