/** The table from layer kind to the arithmetic of a whole batch, forwards and backwards. */

/** @import { Step } from "../net/architecture.js" */
/** @import { Weights } from "../net/operations.js" */
/** @import { Product } from "./product.js" */
/** @import { Random } from "./random.js" */
import { batchNormalization } from "./batch_normalization.js";
import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { dropout, gaussianNoise, spatialDropout } from "./dropout.js";
import { groupedConvolution, separableConvolution } from "./grouped_convolution.js";
import { JOINS_AT_WORK } from "./joins.js";
import { layerNormalization } from "./layer_normalization.js";
import {
  cropping,
  givenNormalization,
  identity,
  learnedRamp,
  ramp,
  rescaling,
  zeroPadding,
} from "./pointwise.js";
import { averagePooling, globalAveragePooling, maxPooling } from "./pooling.js";
import { randomImages } from "./random_images.js";
import { resampling } from "./resampling.js";
import { transposedConvolution } from "./transposed_convolution.js";

/**
 * Where a layer works. All memory is planned once, for the largest batch; arrays are
 * (batch, …shape), row-major.
 *
 * @typedef {object} Place
 * @property {Step} step
 * @property {number} batchSize images of the largest batch
 * @property {Float32Array} input of the first layer that it takes in
 * @property {Float32Array[]} inputs of all of them: joins take in several
 * @property {Float32Array} output pre-activations, written by `forward`
 * @property {Float32Array} gradient with respect to the pre-activations, read by `backward`
 * @property {Float32Array | null} inputGradient written by `backward`; null where nobody needs it
 * @property {(Float32Array | null)[]} inputGradients of all inputs of a join, whose `backward` adds to
 *   them; null where nobody needs one
 * @property {Weights} tensors by short name
 * @property {Weights} tensorGradients of those that training adjusts; `backward` adds to them
 * @property {Product} product
 * @property {Random} random
 */

/**
 * A layer at work on the first `count` images of the batch. `backward` belongs to the `forward`
 * before it, in training.
 *
 * @typedef {object} LayerAtWork
 * @property {(count: number, isTraining: boolean) => void} forward
 * @property {(count: number) => void} backward
 */

/**
 * Makers of layers by kind; the keys are those of `LAYER_KINDS`.
 *
 * @type {Record<string, (place: Place) => LayerAtWork>}
 */
export const LAYERS_AT_WORK = {
  Rescaling: rescaling,
  Normalization: givenNormalization,
  Resizing: resampling,
  CenterCrop: resampling,
  RandomCrop: randomImages,
  RandomFlip: randomImages,
  RandomRotation: randomImages,
  RandomZoom: randomImages,
  RandomTranslation: randomImages,
  RandomContrast: randomImages,
  RandomBrightness: randomImages,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
  Conv2D: (place) => (place.step.layer.groups > 1 ? groupedConvolution : convolution)(place),
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
  Dropout: dropout,
  SpatialDropout2D: spatialDropout,
  GaussianNoise: gaussianNoise,
  Dense: dense,
  ...JOINS_AT_WORK,
};
