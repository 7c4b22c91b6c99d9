/** The small nets that figures ask: trained on MNIST's digits, computed by the page's own executor. */

/** @import { Executor } from "../net/executor.js" */
import { indexOfLargest } from "../core/arrays.js";
import { bytesFromBase64 } from "../core/base64.js";
import { createExecutor } from "../net/executor.js";
import { loadModel } from "../net/model.js";
import { bytesToInput } from "../net/preprocess.js";
import { NETS_BASE64 } from "./nets_data.js";

/** @typedef {keyof typeof NETS_BASE64} DigitNet */

/** @type {Map<DigitNet, Executor>} */
const executors = new Map();

/**
 * Returns a net, always the same one.
 *
 * @param {DigitNet} name
 * @returns {Executor}
 */
export function digitNet(name) {
  const known = executors.get(name);
  if (known) return known;
  const made = createExecutor(loadModel(bytesFromBase64(NETS_BASE64[name]).buffer));
  executors.set(name, made);
  return made;
}

/**
 * What a net says of a picture: a share of 1 for each digit, and the digit with the largest.
 *
 * @typedef {{probabilities: number[], digit: number}} Verdict
 */

/**
 * Returns what a net says of a picture.
 *
 * @param {Executor} net
 * @param {Uint8Array} pixels (28, 28), 0 for paper to 255 for ink
 * @returns {Verdict}
 */
export function judge(net, pixels) {
  const { probabilities } = net.run(bytesToInput(pixels, net.model.architecture.input.value_range));
  return { probabilities: [...probabilities], digit: indexOfLargest(probabilities) };
}
