/** The weights that a net starts with: Keras' initializers, from a seed. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture } from "../net/architecture.js" */
/** @import { Weights } from "../net/operations.js" */
/** @import { Random } from "./random.js" */
import { product as sizeOf } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { createRandom } from "./random.js";

/** Sets the weights' random numbers apart from other ones of the same seed, as Python does. */
const STREAM = 0x1417;

/** Deviation of a normal distribution that is cut off two deviations from its middle. */
const CUT_DEVIATION = 0.87962566103423978;

/** Values that one weight may take. @typedef {() => number} Draw */

/**
 * Makers of values by name; `fanIn` and `fanOut` count the inputs and outputs that one weight's
 * tensor connects, window included.
 *
 * Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", 2010; He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", 2015; LeCun, Bottou, Orr,
 * Müller, "Efficient BackProp", 1998; all in the form that Keras documents.
 *
 * @type {Record<string, (random: Random, fanIn: number, fanOut: number) => Draw>}
 */
export const INITIALIZERS = {
  zeros: () => () => 0,
  ones: () => () => 1,
  glorot_uniform: (random, fanIn, fanOut) => within(random, Math.sqrt(6 / (fanIn + fanOut))),
  glorot_normal: (random, fanIn, fanOut) => around(random, Math.sqrt(2 / (fanIn + fanOut))),
  he_uniform: (random, fanIn) => within(random, Math.sqrt(6 / fanIn)),
  he_normal: (random, fanIn) => around(random, Math.sqrt(2 / fanIn)),
  lecun_uniform: (random, fanIn) => within(random, Math.sqrt(3 / fanIn)),
  lecun_normal: (random, fanIn) => around(random, Math.sqrt(1 / fanIn)),
};

/** Initializer by a tensor's short name, as Keras has them. */
const USUAL = {
  kernel: "glorot_uniform",
  depthwise_kernel: "glorot_uniform",
  pointwise_kernel: "glorot_uniform",
  bias: "zeros",
  gamma: "ones",
  beta: "zeros",
  alpha: "zeros",
  mean: "zeros",
  variance: "ones",
  count: "zeros",
  moving_mean: "zeros",
  moving_variance: "ones",
};

/**
 * Returns fresh weights. With the usual initializers they are those of Python's
 * `initial_weights(architecture, seed)`, to the bit.
 *
 * @param {Architecture} architecture
 * @param {number} seed a whole number from 0
 * @param {Record<string, string>} [initializers] names by a tensor's short name, where others are
 *   wanted, such as `{kernel: "he_normal"}`
 * @returns {Record<string, Weights>} tensors by layer name, then by short name
 * @throws {ConvscopeError} an initializer that is not known
 */
export function initialWeights(architecture, seed, initializers = {}) {
  const names = { ...USUAL, ...initializers };
  const random = createRandom([seed, STREAM]);
  /** @type {Record<string, Weights>} */
  const weights = Object.create(null); // a layer may be called __proto__
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const [shortName, shape] of Object.entries(parameterShapes)) {
      const name = names[/** @type {keyof typeof USUAL} */ (shortName)];
      weights[layer.name][shortName] = initialTensor(name, shape, random);
    }
  }
  return weights;
}

/** @param {string} name @param {Shape} shape @param {Random} random @returns {Float32Array} */
function initialTensor(name, shape, random) {
  if (!Object.hasOwn(INITIALIZERS, name)) {
    throw new ConvscopeError(
      `Unknown initializer "${name}".`,
      `Known: ${Object.keys(INITIALIZERS).join(", ")}.`,
      "Use one of these.",
    );
  }
  const window = sizeOf(shape.slice(0, -2));
  const [numInputs, numOutputs] = shape.length > 1 ? shape.slice(-2) : [shape[0], shape[0]];
  const draw = INITIALIZERS[name](random, window * numInputs, window * numOutputs);
  return new Float32Array(sizeOf(shape)).map(draw);
}

/** @param {Random} random @param {number} limit @returns {Draw} evenly from −limit to limit */
function within(random, limit) {
  return () => -limit + 2 * limit * random.uniform();
}

/** @param {Random} random @param {number} deviation @returns {Draw} nothing beyond two deviations */
function around(random, deviation) {
  return () => {
    for (;;) {
      const value = random.normal();
      if (Math.abs(value) <= 2) return value * deviation / CUT_DEVIATION;
    }
  };
}
