/** Which values a neuron takes in with which weights, and which neurons it feeds. */

/** @import { Executor, Stage } from "./executor.js" */
/** @import { Weights } from "./operations.js" */
import { flatIndex, positionOf } from "../core/arrays.js";
import { PLACE_NORMALIZATION } from "./layer_normalization.js";
import { givenScale, pieceAt, sharedPlace } from "./pointwise.js";
import { RESAMPLING } from "./resampling.js";
import { TRANSPOSED } from "./transposed_convolution.js";
import { AVERAGE, CONVOLUTION, MAXIMUM } from "./window_connections.js";

/**
 * One value that a neuron takes in, or one neuron that it feeds. Before its activation function
 * every kind of layer is, around given inputs, a weighted sum of such connections.
 *
 * @typedef {object} Connection
 * @property {number[]} position
 * @property {number} weight
 * @property {boolean} isPadding
 * @property {number} [place] of its weight in the kernel, where the neurons of a map have not all of
 *   its filter's weights in the same order
 */

/**
 * A layer at work on one input: `inputs` is what each layer that it takes in put out, `input` the
 * first of them.
 *
 * @typedef {Stage & {input: Float32Array, inputs: Float32Array[], tensors: Weights}} Context
 */

/**
 * @typedef {object} LayerConnections
 * @property {(context: Context, position: number[]) => {connections: Connection[], bias: number}}
 *   gather what the neuron at a position takes in, in the order of the kernel, and its bias
 * @property {(context: Context, position: number[]) => Connection[]} feed the neurons that the
 *   input at a position feeds, and how much each changes with it
 * @property {(context: Context, position: number[]) => number[]} [slopes] how much the neuron changes
 *   with each value that it takes in, where that is not what the value is multiplied by
 * @property {(context: Context, position: number[], tensor: string) => number} [slopeOf] how much the
 *   neuron changes with a learned value that no input belongs to; without it such values are added
 */

/**
 * Returns a layer at work on the last input that the executor ran.
 *
 * @param {Executor} executor
 * @param {number} index
 * @returns {Context}
 */
export function contextOf({ model, stages, input }, index) {
  const stage = stages[index];
  const inputs = stage.step.inputs.map((from) => stages[from]?.activation ?? input);
  return { ...stage, input: inputs[0], inputs, tensors: model.weights[stage.name] };
}

/**
 * Returns a connection to something that is there.
 *
 * @param {number[]} position
 * @param {number} weight
 * @returns {Connection}
 */
function connect(position, weight) {
  return { position, weight, isPadding: false };
}

/**
 * Returns the connections of layers that compute each value from the one at the same place.
 *
 * @param {(context: Context, position: number[], value: number) => {factor: number, bias: number}}
 *   parameters
 * @returns {LayerConnections}
 */
function pointwise(parameters) {
  const of = (/** @type {Context} */ context, /** @type {number[]} */ position) =>
    parameters(context, position, context.input[flatIndex(context.step.inputShape, position)]);
  return {
    gather(context, position) {
      const { factor, bias } = of(context, position);
      return { connections: [connect(position, factor)], bias };
    },
    feed: (context, position) => [connect(position, of(context, position).factor)],
  };
}

/** Every input with its own weight. @type {LayerConnections} */
const DENSE = {
  gather({ step, tensors: { kernel, bias } }, [unit]) {
    const [units] = step.outputShape;
    const inputs = Array.from({ length: step.inputShape[0] }, (_, i) => i);
    const connections = inputs.map((i) => connect([i], kernel[i * units + unit]));
    return { connections, bias: bias?.[unit] ?? 0 };
  },
  feed({ step, tensors: { kernel } }, [input]) {
    const [units] = step.outputShape;
    const row = kernel.subarray(input * units, (input + 1) * units);
    return Array.from(row, (weight, unit) => connect([unit], weight));
  },
};

/**
 * Returns the connections of a layer that leaves one value of every channel.
 *
 * @param {(values: number[]) => number[]} weigh how much each of a channel's values counts
 * @returns {LayerConnections}
 */
function globalPooling(weigh) {
  /** @param {Context} context @param {number} channel @returns {Connection[]} */
  function ofChannel({ step: { inputShape: [height, width, channels] }, input }, channel) {
    const pixels = Array.from({ length: height * width }, (_, pixel) => pixel);
    const weights = weigh(pixels.map((pixel) => input[pixel * channels + channel]));
    return pixels.map((pixel) =>
      connect([Math.floor(pixel / width), pixel % width, channel], weights[pixel])
    );
  }
  return {
    gather: (context, position) => ({
      connections: ofChannel(context, position[position.length - 1]),
      bias: 0,
    }),
    feed(context, [row, column, channel]) {
      const { inputShape, outputShape } = context.step;
      const { weight } = ofChannel(context, channel)[row * inputShape[1] + column];
      return [connect([0, 0, channel].slice(-outputShape.length), weight)];
    },
  };
}

/** All pixels of one channel, each counting the same. */
const GLOBAL_AVERAGE = globalPooling((values) => values.map(() => 1 / values.length));

/** All pixels of one channel, of which the first of the largest counts alone. */
const GLOBAL_MAXIMUM = globalPooling((values) => {
  const winner = values.reduce((best, value, at) => value > values[best] ? at : best, 0);
  return values.map((_, at) => Number(at === winner));
});

/** One input, at another place. @type {LayerConnections} */
const RECOUNTED = {
  gather({ step: { inputShape, outputShape } }, position) {
    const from = positionOf(inputShape, flatIndex(outputShape, position));
    return { connections: [connect(from, 1)], bias: 0 };
  },
  feed: ({ step: { inputShape, outputShape } }, position) => [
    connect(positionOf(outputShape, flatIndex(inputShape, position)), 1),
  ],
};

/** One input, moved down and right; nothing in the margins. @type {LayerConnections} */
const ZERO_PADDING = {
  gather({ step }, [row, column, channel]) {
    const [[top], [left]] = step.layer.padding;
    const [height, width] = step.inputShape;
    const position = [row - top, column - left, channel];
    const isInside = row >= top && row < top + height && column >= left && column < left + width;
    return { connections: [{ position, weight: 1, isPadding: !isInside }], bias: 0 };
  },
  feed({ step }, [row, column, channel]) {
    const [[top], [left]] = step.layer.padding;
    return [connect([row + top, column + left, channel], 1)];
  },
};

/** One input, moved up and left; what was cut off feeds nothing. @type {LayerConnections} */
const CROPPING = {
  gather({ step }, [row, column, channel]) {
    const [[top], [left]] = step.layer.cropping;
    return { connections: [connect([row + top, column + left, channel], 1)], bias: 0 };
  },
  feed({ step }, [row, column, channel]) {
    const [[top], [left]] = step.layer.cropping;
    const [height, width] = step.outputShape;
    const isLeft = row >= top && row < top + height && column >= left && column < left + width;
    return isLeft ? [connect([row - top, column - left, channel], 1)] : [];
  },
};

/** The factor is gamma / spread. @type {LayerConnections} */
const NORMALIZATION = {
  ...pointwise(({ step, tensors }, position) => {
    const channel = position[position.length - 1];
    const spread = Math.sqrt(tensors.moving_variance[channel] + step.layer.epsilon);
    const factor = tensors.gamma[channel] / spread;
    return { factor, bias: tensors.beta[channel] - tensors.moving_mean[channel] * factor };
  }),
  slopeOf({ step, input, tensors }, position, tensor) {
    if (tensor !== "gamma") return 1;
    const channel = position[position.length - 1];
    const spread = Math.sqrt(tensors.moving_variance[channel] + step.layer.epsilon);
    return (input[flatIndex(step.inputShape, position)] - tensors.moving_mean[channel]) / spread;
  },
};

/** The factor is 1 right of zero and `alpha` left of it. @type {LayerConnections} */
const LEARNED_RAMP = {
  ...pointwise(({ step, tensors }, position, value) => {
    const { alpha } = step.parameterShapes;
    const slope = tensors.alpha[flatIndex(alpha, sharedPlace(alpha, position))];
    return { factor: value > 0 ? 1 : value < 0 ? slope : 0, bias: 0 };
  }),
  slopeOf: ({ step, input }, position) => Math.min(input[flatIndex(step.inputShape, position)], 0),
};

const UNCHANGED = pointwise(() => ({ factor: 1, bias: 0 }));

/**
 * Connections by layer kind; with the joins of `join_connections.js` all of `LAYER_KINDS`.
 *
 * @type {Record<string, LayerConnections>}
 */
export const CONNECTIONS = {
  Rescaling: pointwise(({ step: { layer } }) => ({ factor: layer.scale, bias: layer.offset })),
  Normalization: pointwise(({ step: { layer }, tensors }, position) =>
    givenScale(layer, tensors, position[position.length - 1])
  ),
  Resizing: RESAMPLING,
  CenterCrop: RESAMPLING,
  RandomCrop: RESAMPLING,
  RandomFlip: UNCHANGED,
  RandomRotation: UNCHANGED,
  RandomZoom: UNCHANGED,
  RandomTranslation: UNCHANGED,
  RandomContrast: UNCHANGED,
  RandomBrightness: UNCHANGED,
  ZeroPadding2D: ZERO_PADDING,
  Cropping2D: CROPPING,
  Conv2D: CONVOLUTION,
  DepthwiseConv2D: CONVOLUTION,
  SeparableConv2D: CONVOLUTION,
  Conv2DTranspose: TRANSPOSED,
  MaxPooling2D: MAXIMUM,
  AveragePooling2D: AVERAGE,
  GlobalAveragePooling2D: GLOBAL_AVERAGE,
  GlobalMaxPooling2D: GLOBAL_MAXIMUM,
  BatchNormalization: NORMALIZATION,
  LayerNormalization: PLACE_NORMALIZATION,
  Activation: UNCHANGED,
  ReLU: pointwise(({ step: { layer } }, _, value) => pieceAt(layer, value)),
  PReLU: LEARNED_RAMP,
  Flatten: RECOUNTED,
  Reshape: RECOUNTED,
  Dropout: UNCHANGED,
  SpatialDropout2D: UNCHANGED,
  GaussianNoise: UNCHANGED,
  Dense: DENSE,
};
