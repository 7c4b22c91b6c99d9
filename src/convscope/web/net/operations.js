/** The table from layer kind to arithmetic. */

/** @import { Step } from "./architecture.js" */
import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { groupedConvolution, separableConvolution } from "./grouped_convolution.js";
import { JOIN_OPERATIONS } from "./join_operations.js";
import { layerNormalization } from "./layer_normalization.js";
import {
  batchNormalization,
  cropping,
  givenNormalization,
  identity,
  learnedRamp,
  ramp,
  rescaling,
  zeroPadding,
} from "./pointwise.js";
import { averagePooling, globalAveragePooling, maxPooling } from "./pooling.js";
import { resampling } from "./resampling.js";
import { transposedConvolution } from "./transposed_convolution.js";

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
  Normalization: givenNormalization,
  Resizing: resampling,
  CenterCrop: resampling,
  RandomCrop: resampling,
  RandomFlip: identity,
  RandomRotation: identity,
  RandomZoom: identity,
  RandomTranslation: identity,
  RandomContrast: identity,
  RandomBrightness: identity,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
  Conv2D: (step, weights) =>
    (step.layer.groups > 1 ? groupedConvolution : convolution)(step, weights),
  DepthwiseConv2D: groupedConvolution,
  SeparableConv2D: separableConvolution,
  Conv2DTranspose: transposedConvolution,
  MaxPooling2D: maxPooling,
  AveragePooling2D: averagePooling,
  GlobalAveragePooling2D: globalAveragePooling,
  GlobalMaxPooling2D: maxPooling,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Activation: identity,
  ReLU: ramp,
  PReLU: learnedRamp,
  Flatten: identity,
  Reshape: identity,
  Dropout: identity,
  SpatialDropout2D: identity,
  GaussianNoise: identity,
  Dense: dense,
  ...JOIN_OPERATIONS,
};
