/** Pictures of a batch brought to another size. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { sharesOf } from "../net/resampling.js";

/**
 * Returns the pictures at their new size.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function resampling({ step, input, output, gradient, inputGradient }) {
  const { layer: { fill_value: fill = 0 }, inputShape } = step;
  const shares = sharesOf(step);
  const channels = inputShape[2];
  const [before, behind] = [sizeOf(inputShape), sizeOf(step.outputShape)];
  return {
    forward(count) {
      output.fill(0, 0, count * behind);
      for (let image = 0; image < count; image++) {
        for (const { from, to, weight } of shares) {
          const source = image * before + from * channels;
          const target = image * behind + to * channels;
          for (let c = 0; c < channels; c++) {
            output[target + c] += weight * (from < 0 ? fill : input[source + c]);
          }
        }
      }
    },
    backward(count) {
      if (!inputGradient) return;
      inputGradient.fill(0, 0, count * before);
      for (let image = 0; image < count; image++) {
        for (const { from, to, weight } of shares) {
          if (from < 0) continue;
          const source = image * before + from * channels;
          const target = image * behind + to * channels;
          for (let c = 0; c < channels; c++) {
            inputGradient[source + c] += weight * gradient[target + c];
          }
        }
      }
    },
  };
}
