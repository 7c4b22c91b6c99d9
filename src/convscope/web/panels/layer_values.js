/** The values around a layer, from what was judged last. */

/** @import { Step } from "../net/architecture.js" */
/** @import { DrawState } from "./draw_state.js" */
import { bytesToInput } from "../net/preprocess.js";

/**
 * Returns what a layer took in.
 *
 * @param {Readonly<DrawState>} state with something judged
 * @param {Step} step
 * @returns {Float32Array} of the step's input shape; empty where nothing is judged
 */
export function inputOf({ judged, model }, { inputs: [from] }) {
  if (!judged) return new Float32Array(0);
  return judged.snapshot.layers[from]?.activation ??
    bytesToInput(judged.received, model.architecture.input.value_range);
}

/**
 * Returns one map of several.
 *
 * @param {ArrayLike<number>} values (height, width, channels)
 * @param {readonly number[]} shape
 * @param {number} channel
 * @returns {Float32Array} (height, width)
 */
export function mapOf(values, [height, width, channels], channel) {
  return Float32Array.from(
    { length: height * width },
    (_, place) => values[place * channels + channel],
  );
}
