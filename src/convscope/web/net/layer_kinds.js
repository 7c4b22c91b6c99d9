/** Every layer kind as data: its options, shape rule, parameters and cost. No arithmetic. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Option } from "./options.js" */
/** @import { Sliding } from "./windows.js" */
import { product, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import {
  ACTIVATION,
  FLAG,
  MARGINS,
  NUMBER,
  PADDING,
  PAIR,
  POSITIVE,
  SHARE,
  WHOLE_NUMBER,
} from "./options.js";
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
 * @property {(layer: Layer, shape: Shape) => number[]} outputShape
 * @property {(layer: Layer, shape: Shape) => string} [rule] the shape rule with its numbers
 * @property {(layer: Layer, shape: Shape) => Record<string, number[]>} [parameterShapes]
 * @property {(layer: Layer, shape: Shape) => number} [multiplyAdds] for one image
 * @property {(layer: Layer, shape: Shape) => [Sliding, Sliding]} [sliding] over rows and columns
 * @property {boolean} [seesEverything] whether every neuron sees the whole input
 */

/** @type {Pick<LayerKind, "outputShape" | "rule" | "sliding">} */
const POOLING = {
  outputShape: (layer, shape) => [...positions(poolSliding(layer, shape)), shape[2]],
  rule: (layer, shape) => slidingRule(poolSliding(layer, shape)),
  sliding: poolSliding,
};

const POOLING_OPTIONS = { pool_size: PAIR, strides: PAIR, padding: PADDING };

/** @type {Pick<LayerKind, "outputShape">} */
const UNCHANGED = { outputShape: (_, shape) => [...shape] };

/**
 * The one table of kinds; the executor's table has the same keys.
 *
 * @type {Record<string, LayerKind>}
 */
export const LAYER_KINDS = {
  Rescaling: { options: { scale: NUMBER, offset: NUMBER }, ...UNCHANGED },
  ZeroPadding2D: {
    options: { padding: MARGINS },
    outputShape: paddedShape,
    rule(layer, shape) {
      const [height, width] = paddedShape(layer, shape);
      const [rows, columns] = layer.padding;
      return `rows ${shape[0]} + ${rows[0]} + ${rows[1]} = ${height}; ` +
        `columns ${shape[1]} + ${columns[0]} + ${columns[1]} = ${width}`;
    },
  },
  Conv2D: {
    options: {
      filters: WHOLE_NUMBER,
      kernel_size: PAIR,
      strides: PAIR,
      padding: PADDING,
      use_bias: FLAG,
      activation: ACTIVATION,
    },
    outputShape: (layer, shape) => [...positions(convSliding(layer, shape)), layer.filters],
    rule: (layer, shape) => slidingRule(convSliding(layer, shape)),
    parameterShapes: (layer, shape) =>
      kernelAndBias(layer, [...layer.kernel_size, shape[2], layer.filters]),
    multiplyAdds: (layer, shape) =>
      product([
        ...positions(convSliding(layer, shape)),
        ...layer.kernel_size,
        shape[2],
        layer.filters,
      ]),
    sliding: convSliding,
  },
  MaxPooling2D: { options: POOLING_OPTIONS, ...POOLING },
  AveragePooling2D: { options: POOLING_OPTIONS, ...POOLING },
  GlobalAveragePooling2D: {
    options: {},
    outputShape: (layer, shape) => [expectImage(layer, shape)[2]],
    rule: (_, shape) => `one mean per channel = ${shape[2]}`,
    seesEverything: true,
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
  Activation: { options: { activation: ACTIVATION }, ...UNCHANGED },
  Flatten: {
    options: {},
    outputShape: (_, shape) => [product(shape)],
    rule: (_, shape) => `${shape.join(" × ")} = ${product(shape)}`,
  },
  Dropout: { options: { rate: SHARE }, ...UNCHANGED },
  Dense: {
    options: { units: WHOLE_NUMBER, activation: ACTIVATION, use_bias: FLAG },
    outputShape(layer, shape) {
      expectVector(layer, shape);
      return [layer.units];
    },
    rule: (layer) => `one value per unit = ${layer.units}`,
    parameterShapes: (layer, shape) => kernelAndBias(layer, [shape[0], layer.units]),
    multiplyAdds: (layer, shape) => shape[0] * layer.units,
    seesEverything: true,
  },
};

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
  /** @type {Record<string, number[]>} */
  const shapes = { kernel };
  return layer.use_bias ? { ...shapes, bias: kernel.slice(-1) } : shapes;
}

/** @param {Layer} layer @param {Shape} shape @returns {[Sliding, Sliding]} */
function convSliding(layer, shape) {
  return slideOver(layer, shape, layer.kernel_size);
}

/** @param {Layer} layer @param {Shape} shape @returns {[Sliding, Sliding]} */
function poolSliding(layer, shape) {
  return slideOver(layer, shape, layer.pool_size);
}

/**
 * @param {Layer} layer
 * @param {Shape} shape
 * @param {number[]} window height and width
 * @returns {[Sliding, Sliding]}
 */
function slideOver(layer, shape, window) {
  const [height, width] = expectImage(layer, shape);
  const rows = slide(height, window[0], layer.strides[0], layer.padding);
  const columns = slide(width, window[1], layer.strides[1], layer.padding);
  if (rows.positions < 1 || columns.positions < 1) {
    throw new ConvscopeError(
      `${layerTitle(layer)} received ${shapeText(shape)}: its ${window[0]}×${window[1]} window ` +
        `does not fit into ${height}×${width} with padding="valid".`,
      `It needs at least ${window[0]} rows and ${window[1]} columns.`,
      'Use padding="same", a smaller window, fewer pooling layers before it, or larger images.',
    );
  }
  return [rows, columns];
}

/** @param {[Sliding, Sliding]} sliding @returns {number[]} output rows and columns */
function positions(sliding) {
  return sliding.map((axis) => axis.positions);
}

/** @param {[Sliding, Sliding]} sliding @returns {string} the rule, once where both are equal */
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
