/**
 * Every layer kind as data: its options, shape rule, parameters and cost. No arithmetic; what is
 * true of a kind stands in `kind_facts.js`.
 */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Option } from "./options.js" */
/** @import { Samples } from "./samples.js" */
/** @import { Sliding } from "./windows.js" */
/** @import { Spreading } from "./spreading.js" */
import { product, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { JOINS } from "./joins.js";
import {
  ACTIVATION,
  FACTOR,
  FACTOR_OR_NONE,
  FILL_MODE,
  FLAG,
  FLIP_MODE,
  FROM_0_TO_1,
  INTERPOLATION,
  INTERVAL,
  later,
  LIMIT,
  MARGINS,
  NOT_NEGATIVE,
  NUMBER,
  NUMBERS_OR_NONE,
  OUTPUT_PADDING,
  PADDING,
  PAIR,
  POSITIVE,
  SHARE,
  SHARED_AXES,
  SIDE,
  TARGET_SHAPE,
  WHOLE_NUMBER,
} from "./options.js";
import { middleSamples, partSamples, resizedSamples, sampleRule } from "./samples.js";
import { spread } from "./spreading.js";
import { slide } from "./windows.js";

/**
 * One layer as the architecture's JSON has it: `kind`, `name` and the options of its kind under
 * their Python names.
 *
 * @typedef {{kind: string, name: string, [option: string]: any}} Layer
 */

/**
 * What is known of a kind. Only `options` and `outputShape` must be there.
 *
 * @typedef {object} LayerKind
 * @property {Record<string, Option>} options by name, all of them required
 * @property {(layer: Layer, shape: Shape, shapes: Shape[]) => number[]} outputShape from the shape
 *   of the first that the layer takes in, and of all of them
 * @property {(layer: Layer, shape: Shape, shapes: Shape[]) => string} [rule] the shape rule with its
 *   numbers
 * @property {number} [mostInputs] layers that a join may take in
 * @property {(layer: Layer, shape: Shape) => Record<string, number[]>} [parameterShapes]
 * @property {(layer: Layer, shape: Shape) => number} [multiplyAdds] for one image
 * @property {(layer: Layer, shape: Shape) => [Sliding, Sliding]} [sliding] over rows and columns
 * @property {(layer: Layer, shape: Shape, channels: [number, number]) => [number, number]}
 *   [channelsBefore] which channels of what arrives some channels of what leaves depend on, where that
 *   is not said by `mixes_channels`
 * @property {(layer: Layer, shape: Shape) => [Spreading, Spreading]} [spreading] how a transposed
 *   convolution spreads values over rows and columns
 * @property {(layer: Layer, shape: Shape) => [Samples, Samples]} [samples] which rows and columns a
 *   resized picture is made of
 * @property {(layer: Layer) => number[][]} [margins] zeros put before and behind rows and columns;
 *   negative where some of these are cut off
 */

/** @type {Pick<LayerKind, "outputShape" | "rule" | "sliding">} */
const POOLING = {
  outputShape: (layer, shape) => [...positions(poolSliding(layer, shape)), shape[2]],
  rule: (layer, shape) => slidingRule(poolSliding(layer, shape)),
  sliding: poolSliding,
};

const POOLING_OPTIONS = { pool_size: PAIR, strides: PAIR, padding: PADDING };

/** @type {Pick<LayerKind, "options" | "outputShape">} */
const GLOBAL_POOLING = {
  options: { keepdims: later(FLAG, false) },
  outputShape(layer, shape) {
    const channels = expectImage(layer, shape)[2];
    return layer.keepdims ? [1, 1, channels] : [channels];
  },
};

/** @type {Pick<LayerKind, "rule" | "sliding">} */
const CONVOLUTION = {
  rule: (layer, shape) => slidingRule(convSliding(layer, shape)),
  sliding: convSliding,
};

/** @type {Pick<LayerKind, "outputShape">} */
const UNCHANGED = { outputShape: (_, shape) => [...shape] };

/** @type {Pick<LayerKind, "outputShape">} */
const PICTURE = { outputShape: (layer, shape) => [...expectImage(layer, shape)] };

/** Options of layers that turn, stretch or move pictures while a net is trained. */
const MOVES = { fill_mode: FILL_MODE, interpolation: INTERPOLATION, fill_value: NUMBER };

/**
 * The one table of kinds; the executor's table has the same keys.
 *
 * @type {Record<string, LayerKind>}
 */
export const LAYER_KINDS = {
  Rescaling: { options: { scale: NUMBER, offset: NUMBER }, ...UNCHANGED },
  Normalization: {
    options: { mean: NUMBERS_OR_NONE, variance: NUMBERS_OR_NONE, invert: FLAG },
    outputShape(layer, shape) {
      expectMeans(layer, shape);
      return [...shape];
    },
    parameterShapes({ mean }, shape) {
      const channels = [shape[shape.length - 1]];
      /** @type {Record<string, number[]>} */
      const measured = { mean: channels, variance: channels, count: [] };
      return mean ? {} : measured;
    },
    multiplyAdds: (_, shape) => product(shape),
  },
  Resizing: {
    options: {
      height: SIDE,
      width: SIDE,
      interpolation: INTERPOLATION,
      crop_to_aspect_ratio: FLAG,
      pad_to_aspect_ratio: FLAG,
      fill_value: NUMBER,
    },
    ...resampling(resizedSamples),
  },
  CenterCrop: {
    options: { height: SIDE, width: SIDE },
    ...resampling(middleSamples),
  },
  RandomCrop: {
    options: { height: SIDE, width: SIDE },
    ...resampling(partSamples),
  },
  RandomFlip: { options: { mode: FLIP_MODE }, ...PICTURE },
  RandomRotation: { options: { ...MOVES, factor: FACTOR }, ...PICTURE },
  RandomZoom: {
    options: { ...MOVES, height_factor: FACTOR, width_factor: FACTOR_OR_NONE },
    ...PICTURE,
  },
  RandomTranslation: {
    options: { ...MOVES, height_factor: FACTOR, width_factor: FACTOR },
    ...PICTURE,
  },
  RandomContrast: { options: { factor: FACTOR, value_range: INTERVAL }, ...PICTURE },
  RandomBrightness: { options: { factor: FACTOR, value_range: INTERVAL }, ...PICTURE },
  ZeroPadding2D: {
    options: { padding: MARGINS },
    outputShape: paddedShape,
    rule(layer, shape) {
      const [height, width] = paddedShape(layer, shape);
      const [rows, columns] = layer.padding;
      return `rows ${shape[0]} + ${rows[0]} + ${rows[1]} = ${height}; ` +
        `columns ${shape[1]} + ${columns[0]} + ${columns[1]} = ${width}`;
    },
    margins: (layer) => layer.padding,
  },
  Cropping2D: {
    options: { cropping: MARGINS },
    outputShape: croppedShape,
    rule(layer, shape) {
      const [height, width] = croppedShape(layer, shape);
      const [rows, columns] = layer.cropping;
      return `rows ${shape[0]} − ${rows[0]} − ${rows[1]} = ${height}; ` +
        `columns ${shape[1]} − ${columns[0]} − ${columns[1]} = ${width}`;
    },
    margins: ({ cropping }) =>
      cropping.map((/** @type {number[]} */ ends) => ends.map((size) => -size)),
  },
  Conv2D: {
    options: {
      filters: WHOLE_NUMBER,
      kernel_size: PAIR,
      strides: PAIR,
      padding: PADDING,
      use_bias: FLAG,
      activation: ACTIVATION,
      dilation_rate: later(PAIR, [1, 1]),
      groups: later(WHOLE_NUMBER, 1),
    },
    ...CONVOLUTION,
    outputShape(layer, shape) {
      expectGroups(layer, shape);
      return [...positions(convSliding(layer, shape)), layer.filters];
    },
    parameterShapes: (layer, shape) =>
      kernelAndBias(layer, [...layer.kernel_size, shape[2] / layer.groups, layer.filters]),
    multiplyAdds: (layer, shape) =>
      product([
        ...positions(convSliding(layer, shape)),
        ...layer.kernel_size,
        shape[2] / layer.groups,
        layer.filters,
      ]),
    channelsBefore: ({ filters, groups }, shape, channels) =>
      ofGroups(channels, filters / groups, shape[2] / groups),
  },
  DepthwiseConv2D: {
    options: {
      kernel_size: PAIR,
      strides: PAIR,
      padding: PADDING,
      depth_multiplier: WHOLE_NUMBER,
      dilation_rate: PAIR,
      activation: ACTIVATION,
      use_bias: FLAG,
    },
    ...CONVOLUTION,
    outputShape: (layer, shape) => [
      ...positions(convSliding(layer, shape)),
      shape[2] * layer.depth_multiplier,
    ],
    parameterShapes(layer, shape) {
      const kernel = [...layer.kernel_size, shape[2], layer.depth_multiplier];
      return withBias(layer, { kernel }, shape[2] * layer.depth_multiplier);
    },
    multiplyAdds: (layer, shape) =>
      product([
        ...positions(convSliding(layer, shape)),
        ...layer.kernel_size,
        shape[2],
        layer.depth_multiplier,
      ]),
    channelsBefore: ({ depth_multiplier: maps }, _, channels) => ofGroups(channels, maps, 1),
  },
  SeparableConv2D: {
    options: {
      filters: WHOLE_NUMBER,
      kernel_size: PAIR,
      strides: PAIR,
      padding: PADDING,
      dilation_rate: PAIR,
      depth_multiplier: WHOLE_NUMBER,
      activation: ACTIVATION,
      use_bias: FLAG,
    },
    ...CONVOLUTION,
    outputShape: (layer, shape) => [...positions(convSliding(layer, shape)), layer.filters],
    parameterShapes(layer, shape) {
      const maps = shape[2] * layer.depth_multiplier;
      const kernels = {
        depthwise_kernel: [...layer.kernel_size, shape[2], layer.depth_multiplier],
        pointwise_kernel: [1, 1, maps, layer.filters],
      };
      return withBias(layer, kernels, layer.filters);
    },
    multiplyAdds: (layer, shape) =>
      product([...positions(convSliding(layer, shape)), shape[2], layer.depth_multiplier]) *
      (product(layer.kernel_size) + layer.filters),
  },
  Conv2DTranspose: {
    options: {
      filters: WHOLE_NUMBER,
      kernel_size: PAIR,
      strides: PAIR,
      padding: PADDING,
      output_padding: OUTPUT_PADDING,
      dilation_rate: PAIR,
      activation: ACTIVATION,
      use_bias: FLAG,
    },
    outputShape: (layer, shape) => [...positions(spreadOver(layer, shape)), layer.filters],
    rule: (layer, shape) => slidingRule(spreadOver(layer, shape)),
    parameterShapes: (layer, shape) =>
      withBias(
        layer,
        { kernel: [...layer.kernel_size, layer.filters, shape[2]] },
        layer.filters,
      ),
    multiplyAdds: (layer, shape) => product([...shape, ...layer.kernel_size, layer.filters]),
    spreading: spreadOver,
  },
  MaxPooling2D: { options: POOLING_OPTIONS, ...POOLING },
  AveragePooling2D: { options: POOLING_OPTIONS, ...POOLING },
  GlobalAveragePooling2D: {
    ...GLOBAL_POOLING,
    rule: (_, shape) => `one mean per channel = ${shape[2]}`,
  },
  GlobalMaxPooling2D: {
    ...GLOBAL_POOLING,
    rule: (_, shape) => `one largest value per channel = ${shape[2]}`,
  },
  BatchNormalization: {
    options: { momentum: SHARE, epsilon: POSITIVE },
    ...UNCHANGED,
    parameterShapes(_, shape) {
      const channels = [shape[shape.length - 1]];
      return { gamma: channels, beta: channels, moving_mean: channels, moving_variance: channels };
    },
    multiplyAdds: (_, shape) => product(shape),
  },
  LayerNormalization: {
    options: { epsilon: POSITIVE, center: FLAG, scale: FLAG },
    ...UNCHANGED,
    parameterShapes({ scale, center }, shape) {
      const channels = [shape[shape.length - 1]];
      return { ...scale && { gamma: channels }, ...center && { beta: channels } };
    },
    multiplyAdds: ({ scale }, shape) => scale ? product(shape) : 0,
  },
  Activation: { options: { activation: ACTIVATION }, ...UNCHANGED },
  ReLU: {
    options: { max_value: LIMIT, negative_slope: NOT_NEGATIVE, threshold: NOT_NEGATIVE },
    ...UNCHANGED,
  },
  PReLU: {
    options: { shared_axes: SHARED_AXES },
    outputShape(layer, shape) {
      expectAxes(layer, shape);
      return [...shape];
    },
    parameterShapes: ({ shared_axes: shared }, shape) => ({
      alpha: shape.map((size, axis) => shared?.includes(axis + 1) ? 1 : size),
    }),
    multiplyAdds: (_, shape) => product(shape),
  },
  Flatten: {
    options: {},
    outputShape: (_, shape) => [product(shape)],
    rule: (_, shape) => `${shape.join(" × ")} = ${product(shape)}`,
  },
  Reshape: {
    options: { target_shape: TARGET_SHAPE },
    outputShape: recountedShape,
    rule: (layer, shape) => `${shape.join(" × ")} = ${recountedShape(layer, shape).join(" × ")}`,
  },
  Dropout: { options: { rate: SHARE }, ...UNCHANGED },
  SpatialDropout2D: { options: { rate: SHARE }, ...PICTURE },
  GaussianNoise: { options: { stddev: FROM_0_TO_1 }, ...UNCHANGED },
  Dense: {
    options: { units: WHOLE_NUMBER, activation: ACTIVATION, use_bias: FLAG },
    outputShape(layer, shape) {
      expectVector(layer, shape);
      return [layer.units];
    },
    rule: (layer) => `one value per unit = ${layer.units}`,
    parameterShapes: (layer, shape) => kernelAndBias(layer, [shape[0], layer.units]),
    multiplyAdds: (layer, shape) => shape[0] * layer.units,
  },
  ...JOINS,
};

/** @param {Layer} layer @returns {boolean} whether softmax divides the last axis */
export function sharesAxis({ activation }) {
  return activation === "softmax";
}

/** @param {Layer} layer @returns {string} how errors and tables call a layer */
export function layerTitle(layer) {
  return `Layer "${layer.name}" (${layer.kind})`;
}

/**
 * @param {Layer} layer
 * @param {number[]} kernel its shape; the last axis counts the outputs
 * @returns {Record<string, number[]>}
 */
function kernelAndBias(layer, kernel) {
  return withBias(layer, { kernel }, kernel[kernel.length - 1]);
}

/**
 * @param {Layer} layer
 * @param {Record<string, number[]>} shapes of its kernels
 * @param {number} outputs
 * @returns {Record<string, number[]>}
 */
function withBias(layer, shapes, outputs) {
  return layer.use_bias ? { ...shapes, bias: [outputs] } : shapes;
}

/** @param {Layer} layer @param {Shape} shape @returns {[Sliding, Sliding]} */
function convSliding(layer, shape) {
  expectStridesOrGaps(layer);
  return slideOver(layer, shape, layer.kernel_size, layer.dilation_rate);
}

/** @param {Layer} layer */
function expectStridesOrGaps(layer) {
  if (Math.max(...layer.strides) === 1 || Math.max(...layer.dilation_rate) === 1) return;
  throw new ConvscopeError(
    `${layerTitle(layer)}: strides=${JSON.stringify(layer.strides)} with ` +
      `dilation_rate=${JSON.stringify(layer.dilation_rate)}.`,
    "One of the two is [1, 1].",
    "Write the net with convscope, which says what would fit.",
  );
}

/** @param {Layer} layer @param {Shape} shape @returns {[Spreading, Spreading]} */
function spreadOver(layer, shape) {
  expectStridesOrGaps(layer);
  const { kernel_size: size, strides, padding, output_padding: more, dilation_rate: gaps } = layer;
  const [rows, columns] = expectImage(layer, shape).slice(0, 2).map((length, axis) =>
    spread(length, size[axis], strides[axis], padding, gaps[axis], more?.[axis] ?? null)
  );
  const isBelow = strides.every((/** @type {number} */ by, /** @type {number} */ axis) =>
    (more?.[axis] ?? 0) < by
  );
  if (isBelow && rows.positions > 0 && columns.positions > 0) return [rows, columns];
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)} for output_padding=${JSON.stringify(more)}.`,
    "Expected numbers below the strides with which something leaves.",
    "Write the net with convscope, which says what would fit.",
  );
}

/** @param {Layer} layer @param {Shape} shape */
function expectGroups(layer, shape) {
  const channels = expectImage(layer, shape)[2];
  const { groups, filters } = layer;
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new ConvscopeError(
    `${layerTitle(layer)}: groups=${groups} for ${channels} channels and ${filters} filters.`,
    "Expected groups that divide both without a rest.",
    "Write the net with convscope, which says what would fit.",
  );
}

/**
 * Returns the channels of the groups that some maps belong to.
 *
 * @param {[number, number]} maps first, and first behind the last
 * @param {number} mapsOfGroup
 * @param {number} channelsOfGroup
 * @returns {[number, number]}
 */
function ofGroups([first, end], mapsOfGroup, channelsOfGroup) {
  if (end <= first) return [first, end];
  return [
    Math.floor(first / mapsOfGroup) * channelsOfGroup,
    (Math.floor((end - 1) / mapsOfGroup) + 1) * channelsOfGroup,
  ];
}

/** @param {Layer} layer @param {Shape} shape @returns {[Sliding, Sliding]} */
function poolSliding(layer, shape) {
  return slideOver(layer, shape, layer.pool_size);
}

/**
 * @param {Layer} layer
 * @param {Shape} shape
 * @param {number[]} window height and width
 * @param {number[]} [dilation] distances between two values under it
 * @returns {[Sliding, Sliding]}
 */
function slideOver(layer, shape, window, dilation = [1, 1]) {
  const [height, width] = expectImage(layer, shape);
  const rows = slide(height, window[0], layer.strides[0], layer.padding, dilation[0]);
  const columns = slide(width, window[1], layer.strides[1], layer.padding, dilation[1]);
  if (rows.positions < 1 || columns.positions < 1) {
    throw new ConvscopeError(
      `${layerTitle(layer)} received ${shapeText(shape)}: its ${rows.window}×${columns.window} ` +
        `window does not fit into ${height}×${width} with padding="valid".`,
      `It needs at least ${rows.window} rows and ${columns.window} columns.`,
      'Use padding="same", a smaller window, fewer pooling layers before it, or larger images.',
    );
  }
  return [rows, columns];
}

/** @param {{positions: number}[]} sliding @returns {number[]} output rows and columns */
function positions(sliding) {
  return sliding.map((axis) => axis.positions);
}

/** @param {{rule: string}[]} sliding @returns {string} the rule, once where both are equal */
function slidingRule([rows, columns]) {
  return JSON.stringify(rows) === JSON.stringify(columns)
    ? rows.rule
    : `rows ${rows.rule}; columns ${columns.rule}`;
}

/** @param {Layer} layer @param {Shape} shape @returns {number[]} */
function paddedShape(layer, shape) {
  const [height, width, channels] = expectImage(layer, shape);
  const [[top, bottom], [left, right]] = layer.padding;
  return [height + top + bottom, width + left + right, channels];
}

/** @param {Layer} layer @param {Shape} shape @returns {number[]} */
function recountedShape(layer, shape) {
  const { target_shape: target } = layer;
  const [count, known] = [product(shape), Math.abs(product(target))];
  const found = target.map((/** @type {number} */ size) => size < 0 ? count / known : size);
  if (found.every(Number.isInteger) && product(found) === count) return found;
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)} for target_shape=${shapeText(target)}.`,
    "Expected as many values in one as in the other.",
    "Write the net with convscope, which says what would fit.",
  );
}

/** @param {Layer} layer @param {Shape} shape @returns {number[]} */
function croppedShape(layer, shape) {
  const [height, width, channels] = expectImage(layer, shape);
  const [[top, bottom], [left, right]] = layer.cropping;
  const [rows, columns] = [top + bottom, left + right];
  if (rows < height && columns < width) return [height - rows, width - columns, channels];
  const title = layerTitle(layer);
  throw new ConvscopeError(
    `${title} received ${shapeText(shape)} and cuts ${rows} rows and ${columns} columns off.`,
    "Expected that something is left.",
    "Cut less off, or take larger images.",
  );
}

/**
 * @param {(layer: Layer, shape: Shape) => [Samples, Samples]} samplesOf
 * @returns {Pick<LayerKind, "outputShape" | "rule" | "samples">}
 */
function resampling(samplesOf) {
  return {
    outputShape: (layer, shape) => [layer.height, layer.width, expectImage(layer, shape)[2]],
    rule(layer, shape) {
      const [rows, columns] = samplesOf(layer, shape);
      return `${sampleRule("rows", rows)}; ${sampleRule("columns", columns)}`;
    },
    samples: samplesOf,
  };
}

/** @param {Layer} layer @param {Shape} shape */
function expectMeans(layer, shape) {
  const { mean, variance } = layer;
  const channels = shape[shape.length - 1];
  const numMeans = mean?.length ?? 0;
  if (numMeans === (variance?.length ?? 0) && [0, 1, channels].includes(numMeans)) return;
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)}, with ${numMeans} means.`,
    `Expected one for all channels, or ${channels}, and as many variances.`,
    "Write the net with convscope, which says what would fit.",
  );
}

/** @param {Layer} layer @param {Shape} shape */
function expectAxes(layer, shape) {
  const { shared_axes: shared } = layer;
  if (!shared || shared[shared.length - 1] <= shape.length) return;
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)} for shared_axes=${JSON.stringify(shared)}.`,
    `Expected axes from 1 to ${shape.length}; the batch is axis 0.`,
    "Write the net with convscope, which says what would fit.",
  );
}

/** @param {Layer} layer @param {Shape} shape @returns {Shape} (height, width, channels) */
function expectImage(layer, shape) {
  if (shape.length === 3) return shape;
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)}, a flat vector.`,
    "It slides over rows and columns and needs (height, width, channels).",
    "Put it before Flatten, GlobalAveragePooling2D and Dense.",
  );
}

/** @param {Layer} layer @param {Shape} shape */
function expectVector(layer, shape) {
  if (shape.length === 1) return;
  throw new ConvscopeError(
    `${layerTitle(layer)} received ${shapeText(shape)}, a picture with rows and columns.`,
    "It needs a flat vector, (features,).",
    "Put Flatten() or GlobalAveragePooling2D() before it.",
  );
}
