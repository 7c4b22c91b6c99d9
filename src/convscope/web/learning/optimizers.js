/** How a gradient becomes a step: SGD, Adam and AdamW with Keras' update rules. */

import { ConvscopeError } from "../core/errors.js";

/**
 * An optimizer by name, with options under their Python names; missing ones take the default.
 *
 * @typedef {{name: string, [option: string]: any}} OptimizerSettings
 */

/**
 * @typedef {object} Optimizer
 * @property {number} learningRate may be changed at any time
 * @property {() => void} step moves the weights along their gradients
 */

/** @typedef {(length: number) => Float32Array} Allocate */
/**
 * @typedef {(weights: Float32Array, gradients: Float32Array, options: Record<string, any>,
 *   allocate: Allocate) => (rate: number) => void} UpdateRule
 */

const ADAM_OPTIONS = { learning_rate: 1e-3, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 };

/**
 * Options with their defaults, and the update rule, by name.
 *
 * @type {Record<string, {options: Record<string, number | boolean>, rule: UpdateRule}>}
 */
export const OPTIMIZERS = {
  sgd: { options: { learning_rate: 1e-2, momentum: 0, nesterov: false }, rule: descent },
  adam: { options: ADAM_OPTIONS, rule: adam },
  adamw: { options: { ...ADAM_OPTIONS, weight_decay: 4e-3 }, rule: adam },
};

/**
 * Returns an optimizer for all weights of a net.
 *
 * @param {OptimizerSettings} settings
 * @param {Float32Array} weights of all tensors after each other
 * @param {Float32Array} gradients in the same order
 * @param {Allocate} allocate zeros for what is remembered of each weight
 * @returns {Optimizer}
 * @throws {ConvscopeError} an optimizer or option that is not known, a rate that leads nowhere
 */
export function createOptimizer({ name, ...given }, weights, gradients, allocate) {
  if (!Object.hasOwn(OPTIMIZERS, name)) {
    throw new ConvscopeError(
      `Unknown optimizer "${name}".`,
      `Known: ${Object.keys(OPTIMIZERS).join(", ")}.`,
      "Use one of these.",
    );
  }
  const { options: defaults, rule } = OPTIMIZERS[name];
  const unknown = Object.keys(given).find((option) => !Object.hasOwn(defaults, option));
  if (unknown !== undefined) {
    throw new ConvscopeError(
      `Unknown option of ${name}: "${unknown}".`,
      `Known: ${Object.keys(defaults).join(", ")}.`,
      "Use one of these.",
    );
  }
  const options = { ...defaults, ...given };
  let learningRate = expectRate(Number(options.learning_rate), Number(defaults.learning_rate));
  const update = rule(weights, gradients, options, allocate);
  return {
    get learningRate() {
      return learningRate;
    },
    set learningRate(value) {
      learningRate = expectRate(value, Number(defaults.learning_rate));
    },
    step: () => update(learningRate),
  };
}

/** @param {number} rate @param {number} usual @returns {number} */
function expectRate(rate, usual) {
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new ConvscopeError(
    `Learning rate: received ${rate}.`,
    "Expected a number above 0.",
    `Try ${usual}.`,
  );
}

/**
 * v ← m v − r g;  w ← w + v, with Nesterov's look-ahead w ← w + m v − r g
 *
 * Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
 * deep learning", 2013, in the form that Keras documents.
 *
 * @type {UpdateRule}
 */
function descent(weights, gradients, { momentum, nesterov }, allocate) {
  const velocities = allocate(momentum ? weights.length : 0);
  return (rate) => {
    for (let i = 0; i < weights.length; i++) {
      const change = -rate * gradients[i];
      if (!momentum) {
        weights[i] += change;
        continue;
      }
      const velocity = momentum * velocities[i] + change;
      velocities[i] = velocity;
      weights[i] += nesterov ? momentum * velocity + change : velocity;
    }
  };
}

/**
 * m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;
 * w ← w − r · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε), where weights decay on their own after
 * w ← w − r · decay · w. The correction with t makes up for m and v beginning at 0; ε stands outside
 * of it, as in Keras.
 *
 * Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, end of section 2;
 * Loshchilov, Hutter, "Decoupled Weight Decay Regularization", 2019.
 *
 * @type {UpdateRule}
 */
function adam(weights, gradients, options, allocate) {
  const { beta_1: beta1, beta_2: beta2, epsilon, weight_decay: decay = 0 } = options;
  const means = allocate(weights.length);
  const squares = allocate(weights.length);
  let numSteps = 0;
  return (rate) => {
    numSteps++;
    const corrected = rate * Math.sqrt(1 - beta2 ** numSteps) / (1 - beta1 ** numSteps);
    for (let i = 0; i < weights.length; i++) {
      const g = gradients[i];
      const mean = beta1 * means[i] + (1 - beta1) * g;
      const square = beta2 * squares[i] + (1 - beta2) * g * g;
      means[i] = mean;
      squares[i] = square;
      const kept = weights[i] * (1 - rate * decay);
      weights[i] = kept - corrected * mean / (Math.sqrt(square) + epsilon);
    }
  };
}
