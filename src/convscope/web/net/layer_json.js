/** Layers as a net's JSON writes them, for parts of the page that build nets themselves. */

/** @typedef {Record<string, any> & {kind: string, name: string}} LayerJson */

/**
 * Returns a square convolution with a bias.
 *
 * @param {string} name
 * @param {number} filters
 * @param {number} size rows of its window
 * @param {Record<string, unknown>} [options] what differs: `activation` is "linear", `padding`
 *   "valid" and `strides` [1, 1] otherwise
 * @returns {LayerJson}
 */
export const convolutionJson = (name, filters, size, options = {}) => ({
  kind: "Conv2D",
  name,
  filters,
  kernel_size: [size, size],
  strides: [1, 1],
  padding: "valid",
  use_bias: true,
  activation: "linear",
  ...options,
});

/**
 * Returns a maximum of windows of 2 × 2 that do not overlap.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [options] what differs
 * @returns {LayerJson}
 */
export const maximumJson = (name, options = {}) => ({
  kind: "MaxPooling2D",
  name,
  pool_size: [2, 2],
  strides: [2, 2],
  padding: "valid",
  ...options,
});

/**
 * Returns a mean of windows of 2 × 2 that do not overlap.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [options] what differs
 * @returns {LayerJson}
 */
export const averageJson = (name, options = {}) => ({
  ...maximumJson(name, options),
  kind: "AveragePooling2D",
});

/** @param {string} [name] @returns {LayerJson} */
export const flattenJson = (name = "flatten") => ({ kind: "Flatten", name });

/**
 * Returns a dense layer with a bias.
 *
 * @param {string} name
 * @param {number} units
 * @param {string} [activation]
 * @returns {LayerJson}
 */
export const denseJson = (name, units, activation = "linear") => ({
  kind: "Dense",
  name,
  units,
  activation,
  use_bias: true,
});

/**
 * Returns an activation as a layer of its own.
 *
 * @param {string} name
 * @param {string} activation
 * @returns {LayerJson}
 */
export const activationJson = (name, activation) => ({ kind: "Activation", name, activation });

/**
 * Returns a layer that silences values while a net is trained.
 *
 * @param {number} rate share of values
 * @returns {LayerJson}
 */
export const dropoutJson = (rate) => ({ kind: "Dropout", name: "dropout", rate });

/**
 * Returns a net with one input.
 *
 * @param {readonly number[]} shape rows, columns, channels
 * @param {readonly LayerJson[]} layers
 * @param {readonly [number, number]} [valueRange] smallest and largest value of an image
 * @returns {Record<string, any>}
 */
export const netJson = (shape, layers, valueRange = [0, 1]) => ({
  format: 1,
  input: { kind: "Input", name: "", shape, value_range: valueRange },
  layers,
});
