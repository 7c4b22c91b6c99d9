/** A layer's weights, or their gradients, as pictures of values. */

/** @import { Shape } from "../core/arrays.js" */
import { kernelMosaic } from "./pixels.js";

/**
 * Pictures of one size, one for each filter or value that the layer puts out.
 *
 * @typedef {object} TensorPictures
 * @property {Float32Array[]} pictures (height, width) each; NaN between parts
 * @property {number} height
 * @property {number} width
 */

/**
 * Returns a kernel as pictures. A dense kernel behind maps is shown as what it wants of each map.
 *
 * @param {Float32Array} kernel (height, width, inputs, filters) or (inputs, units)
 * @param {Shape} shape of the kernel
 * @param {Shape} before shape of what the layer's input was before it was flattened
 * @param {number} most pictures
 * @returns {TensorPictures}
 */
export function tensorPictures(kernel, shape, before, most) {
  const numOutputs = shape[shape.length - 1];
  const numShown = Math.min(numOutputs, most);
  const asMaps = shape.length === 4 ? shape : [...mapShape(before, shape[0]), numOutputs];
  const mosaics = Array.from(
    { length: numShown },
    (_, output) => kernelMosaic(kernel, asMaps, output),
  );
  const [{ height, width }] = mosaics;
  return { pictures: mosaics.map(({ values }) => values), height, width };
}

/** @param {Shape} before @param {number} numInputs @returns {Shape} (height, width, maps) */
function mapShape(before, numInputs) {
  if (before.length === 3) return before;
  const height = Math.ceil(Math.sqrt(numInputs));
  const isWhole = numInputs % height === 0;
  return isWhole ? [height, numInputs / height, 1] : [1, numInputs, 1];
}
