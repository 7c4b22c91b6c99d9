/** Nets that are small enough to be trained in a page while somebody watches. */

/** Pixels along each side of their input. */
export const SIDE = 28;

/** @param {string} kind @param {string} name @param {Record<string, unknown>} [options] */
const layer = (kind, name, options = {}) => ({ kind, name, ...options });

/** @param {string} name @param {number} filters @param {number} size */
const convolution = (name, filters, size) =>
  layer("Conv2D", name, {
    filters,
    kernel_size: [size, size],
    strides: [1, 1],
    padding: "valid",
    use_bias: true,
    activation: "relu",
  });

/** @param {string} name */
const pooling = (name) =>
  layer("MaxPooling2D", name, { pool_size: [2, 2], strides: [2, 2], padding: "valid" });

/** @param {string} name @param {number} units @param {string} activation */
const dense = (name, units, activation) =>
  layer("Dense", name, { units, activation, use_bias: true });

/**
 * Layers before the last one by the net's name, from the simplest one on.
 *
 * @type {Record<"one" | "two" | "dense", () => Record<string, any>[]>}
 */
const BODIES = {
  one: () => [convolution("conv", 8, 5), pooling("pool"), layer("Flatten", "flatten")],
  two: () => [
    convolution("conv_1", 8, 3),
    pooling("pool_1"),
    convolution("conv_2", 16, 3),
    pooling("pool_2"),
    layer("Flatten", "flatten"),
  ],
  dense: () => [layer("Flatten", "flatten"), dense("hidden", 32, "relu")],
};

/** @typedef {keyof typeof BODIES} SmallNet */

/** @type {readonly SmallNet[]} */
export const SMALL_NETS = /** @type {SmallNet[]} */ (Object.keys(BODIES));

/**
 * Returns a net as the JSON that trainings and models read.
 *
 * @param {SmallNet} name
 * @param {number} numClasses at least 2
 * @param {number} dropout share of values that are silenced before the last layer, 0 for none
 * @returns {Record<string, any>}
 */
export function smallNet(name, numClasses, dropout) {
  const silenced = dropout > 0 ? [layer("Dropout", "dropout", { rate: dropout })] : [];
  return {
    format: 1,
    input: { kind: "Input", name: "", shape: [SIDE, SIDE, 1], value_range: [0, 1] },
    layers: [...BODIES[name](), ...silenced, dense("answer", numClasses, "softmax")],
  };
}
