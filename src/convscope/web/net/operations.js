/** The table from layer kind to arithmetic. */

/** @import { Step } from "./architecture.js" */
import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { batchNormalization, identity, rescaling, zeroPadding } from "./pointwise.js";
import { averagePooling, globalAveragePooling, maxPooling } from "./pooling.js";

/**
 * The tensors of one layer by short name (`kernel`, `bias`, …).
 *
 * @typedef {Record<string, Float32Array>} Weights
 */

/**
 * The arithmetic of one layer up to its activation function. `forward` writes the
 * pre-activations; `backward` takes the gradient with respect to them and the layer's inputs, and
 * returns the gradient with respect to each of these.
 *
 * @typedef {object} Operation
 * @property {(inputs: Float32Array[], output: Float32Array) => void} forward
 * @property {(gradient: Float64Array, inputs: Float32Array[]) => Float64Array[]} backward
 */

/**
 * Makers of operations by layer kind; the keys are those of `LAYER_KINDS`.
 *
 * @type {Record<string, (step: Step, weights: Weights) => Operation>}
 */
export const OPERATIONS = {
  Rescaling: rescaling,
  ZeroPadding2D: zeroPadding,
  Conv2D: convolution,
  MaxPooling2D: maxPooling,
  AveragePooling2D: averagePooling,
  GlobalAveragePooling2D: globalAveragePooling,
  BatchNormalization: batchNormalization,
  Activation: identity,
  Flatten: identity,
  Dropout: identity,
  Dense: dense,
};
