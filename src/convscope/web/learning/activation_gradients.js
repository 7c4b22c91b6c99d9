/** The way back through activation functions, in place; `net/activations.js` has the way there. */

import { ACTIVATIONS, LEAKY_RELU_SLOPE } from "../net/activations.js";

/**
 * Turns the gradient with respect to the activations `a` into the one with respect to the
 * pre-activations `z`, for the first `length` values; softmax works on runs of `size`.
 *
 * @typedef {(gradient: Float32Array, z: Float32Array, a: Float32Array, length: number,
 *   size: number) => void} ActivationGradient
 */

/**
 * Returns the way back through a function that works on each value by itself.
 *
 * @param {(z: number, a: number) => number} slope
 * @returns {ActivationGradient}
 */
function bySlope(slope) {
  return (gradient, z, a, length) => {
    for (let i = 0; i < length; i++) gradient[i] *= slope(z[i], a[i]);
  };
}

/** @type {Record<string, ActivationGradient>} Those that are worth loops of their own. */
const OWN_LOOPS = {
  linear() {},
  relu(gradient, z, _, length) {
    for (let i = 0; i < length; i++) if (!(z[i] > 0)) gradient[i] = 0;
  },
  leaky_relu(gradient, z, _, length) {
    for (let i = 0; i < length; i++) if (!(z[i] > 0)) gradient[i] *= LEAKY_RELU_SLOPE;
  },
  sigmoid(gradient, _, a, length) {
    for (let i = 0; i < length; i++) gradient[i] *= a[i] * (1 - a[i]);
  },
  tanh(gradient, _, a, length) {
    for (let i = 0; i < length; i++) gradient[i] *= 1 - a[i] * a[i];
  },
  step(gradient, _z, _a, length) {
    gradient.fill(0, 0, length);
  },
  softmax(gradient, _, a, length, size) {
    for (let start = 0; start < length; start += size) {
      let mean = 0;
      for (let i = start; i < start + size; i++) mean += gradient[i] * a[i];
      for (let i = start; i < start + size; i++) gradient[i] = a[i] * (gradient[i] - mean);
    }
  },
};

/**
 * By the names of `ACTIVATIONS`.
 *
 * @type {Record<string, ActivationGradient>}
 */
export const ACTIVATION_GRADIENTS = {
  ...Object.fromEntries(
    Object.entries(ACTIVATIONS).flatMap(([name, { slope }]) =>
      slope ? [[name, bySlope(slope)]] : []
    ),
  ),
  ...OWN_LOOPS,
};
