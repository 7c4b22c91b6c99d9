/** The net of the lesson on MNIST: two convolutions, each with a pooling, and a dense layer. */

/** @import { Architecture } from "../net/architecture.js" */
import { readArchitecture } from "../net/architecture.js";
import {
  convolutionJson,
  denseJson,
  dropoutJson,
  flattenJson,
  maximumJson,
  netJson,
} from "../net/layer_json.js";

/** Digits that are told apart. */
export const CLASSES = 10;

const RELU = { activation: "relu" };

/**
 * Returns the net.
 *
 * @param {object} sizes
 * @param {number} sizes.side rows of its pictures
 * @param {number} sizes.first filters of the first convolution
 * @param {number} sizes.second filters of the second
 * @param {number} [sizes.kernel] rows of each filter
 * @returns {Architecture}
 */
export function wholeNet({ side, first, second, kernel = 3 }) {
  const layers = [
    convolutionJson("conv2d", first, kernel, RELU),
    maximumJson("max_pooling2d"),
    convolutionJson("conv2d_1", second, kernel, RELU),
    maximumJson("max_pooling2d_1"),
    flattenJson(),
    dropoutJson(0.5),
    denseJson("dense", CLASSES, "softmax"),
  ];
  return readArchitecture(netJson([side, side, 1], layers));
}
