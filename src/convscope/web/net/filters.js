/** The filters of every kind of convolution in one form, whatever tensors they are kept in. */

/** @import { Step } from "./architecture.js" */
/** @import { Weights } from "./operations.js" */

/**
 * Filter f belongs to group f / (filters / groups), and its channels to the same one.
 *
 * @typedef {object} Filters
 * @property {Float32Array} values
 * @property {number[]} shape (rows, columns, channels of a group, filters)
 */

/** @type {Record<string, (step: Step, weights: Weights) => Filters>} */
const FILTERS = {
  Conv2D: ({ parameterShapes }, { kernel }) => ({ values: kernel, shape: parameterShapes.kernel }),
  // The maps of a channel stand together, so that the values are those of groups of one channel.
  DepthwiseConv2D({ parameterShapes, outputShape }, { kernel }) {
    const [rows, columns] = parameterShapes.kernel;
    return { values: kernel, shape: [rows, columns, 1, outputShape[2]] };
  },
  SeparableConv2D({ parameterShapes }, { depthwise_kernel, pointwise_kernel }) {
    const [rows, columns, channels, maps] = parameterShapes.depthwise_kernel;
    const filters = parameterShapes.pointwise_kernel[3];
    const values = new Float32Array(rows * columns * channels * filters);
    for (let place = 0; place < rows * columns * channels; place++) {
      for (let m = 0; m < maps; m++) {
        const weight = depthwise_kernel[place * maps + m];
        const row = (place % channels * maps + m) * filters;
        for (let f = 0; f < filters; f++) {
          values[place * filters + f] += weight * pointwise_kernel[row + f];
        }
      }
    }
    return { values, shape: [rows, columns, channels, filters] };
  },
  Conv2DTranspose({ parameterShapes }, { kernel }) {
    const [rows, columns, filters, channels] = parameterShapes.kernel;
    const values = kernel.map((_, at) => {
      const tap = Math.floor(at / (filters * channels));
      const channel = Math.floor(at / filters) % channels;
      return kernel[(tap * filters + at % filters) * channels + channel];
    });
    return { values, shape: [rows, columns, channels, filters] };
  },
};

/**
 * Returns the filters of a convolution.
 *
 * @param {Step} step
 * @param {Weights} weights of the layer
 * @returns {Filters}
 */
export function filtersOf(step, weights) {
  return FILTERS[step.layer.kind](step, weights);
}

/**
 * Returns the group that a filter belongs to.
 *
 * @param {Step} step
 * @param {readonly number[]} shape of its filters
 * @param {number} filter
 * @returns {number}
 */
export function groupOf({ inputShape }, [, , channels, filters], filter) {
  return Math.floor(filter / (filters * channels / inputShape[2]));
}
