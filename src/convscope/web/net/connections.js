/** Which values a neuron takes in with which weights, and which neurons it feeds. */

/** @import { Executor, Stage } from "./executor.js" */
/** @import { Weights } from "./operations.js" */
import { flatIndex, positionOf } from "../core/arrays.js";
import { AVERAGE, CONVOLUTION, MAXIMUM } from "./window_connections.js";

/**
 * One value that a neuron takes in, or one neuron that it feeds. Before its activation function
 * every kind of layer is, around given inputs, a weighted sum of such connections.
 *
 * @typedef {{position: number[], weight: number, isPadding: boolean}} Connection
 */

/**
 * A layer at work on one input.
 *
 * @typedef {Stage & {input: Float32Array, tensors: Weights}} Context
 */

/**
 * @typedef {object} LayerConnections
 * @property {(context: Context, position: number[]) => {connections: Connection[], bias: number}}
 *   gather what the neuron at a position takes in, in the order of the kernel, and its bias
 * @property {(context: Context, position: number[]) => Connection[]} feed the neurons that the
 *   input at a position feeds, and with which weights
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
  const before = stages[stage.step.inputs[0]]?.activation ?? input;
  return { ...stage, input: before, tensors: model.weights[stage.name] };
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
 * @param {(context: Context, channel: number) => {factor: number, bias: number}} parameters
 * @returns {LayerConnections}
 */
function pointwise(parameters) {
  const of = (/** @type {Context} */ context, /** @type {number[]} */ position) =>
    parameters(context, position[position.length - 1]);
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

/** All pixels of one channel, each counting the same. @type {LayerConnections} */
const GLOBAL_AVERAGE = {
  gather({ step }, [channel]) {
    const [height, width] = step.inputShape;
    const pixels = Array.from({ length: height * width }, (_, pixel) => pixel);
    const connections = pixels.map((pixel) =>
      connect([Math.floor(pixel / width), pixel % width, channel], 1 / (height * width))
    );
    return { connections, bias: 0 };
  },
  feed: ({ step }, [, , channel]) => [
    connect([channel], 1 / (step.inputShape[0] * step.inputShape[1])),
  ],
};

/** One input, at another place. @type {LayerConnections} */
const FLATTEN = {
  gather: ({ step }, [index]) => ({
    connections: [connect(positionOf(step.inputShape, index), 1)],
    bias: 0,
  }),
  feed: ({ step }, position) => [connect([flatIndex(step.inputShape, position)], 1)],
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

const UNCHANGED = pointwise(() => ({ factor: 1, bias: 0 }));

/**
 * Connections by layer kind; the keys are those of `LAYER_KINDS`.
 *
 * @type {Record<string, LayerConnections>}
 */
export const CONNECTIONS = {
  Rescaling: pointwise(({ step: { layer } }) => ({ factor: layer.scale, bias: layer.offset })),
  ZeroPadding2D: ZERO_PADDING,
  Conv2D: CONVOLUTION,
  MaxPooling2D: MAXIMUM,
  AveragePooling2D: AVERAGE,
  GlobalAveragePooling2D: GLOBAL_AVERAGE,
  BatchNormalization: pointwise(({ step, tensors }, channel) => {
    const spread = Math.sqrt(tensors.moving_variance[channel] + step.layer.epsilon);
    const factor = tensors.gamma[channel] / spread;
    return { factor, bias: tensors.beta[channel] - tensors.moving_mean[channel] * factor };
  }),
  Activation: UNCHANGED,
  Flatten: FLATTEN,
  Dropout: UNCHANGED,
  Dense: DENSE,
};
