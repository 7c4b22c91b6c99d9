/** Activation functions, forwards and backwards, on flat arrays. */

/** Slope of `leaky_relu` left of zero. */
export const LEAKY_RELU_SLOPE = 0.2;

/**
 * `forward` writes the activations of the pre-activations `z` to `a`. `backward` returns the
 * gradient with respect to `z`, given the one with respect to `a`. Softmax works along the last
 * axis, which has `size` values.
 *
 * @typedef {object} ActivationFunction
 * @property {(z: Float32Array, a: Float32Array, size: number) => void} forward
 * @property {(gradient: Float64Array, z: Float32Array, a: Float32Array, size: number)
 *   => Float64Array} backward
 */

/**
 * Returns an activation function that works on each value by itself.
 *
 * @param {(z: number) => number} value
 * @param {(z: number, a: number) => number} slope its derivative
 * @returns {ActivationFunction}
 */
function pointwise(value, slope) {
  return {
    forward(z, a) {
      for (let i = 0; i < z.length; i++) a[i] = value(z[i]);
    },
    backward: (gradient, z, a) => gradient.map((g, i) => g * slope(z[i], a[i])),
  };
}

/**
 * Activation functions by name.
 *
 * @type {Record<string, ActivationFunction>}
 */
export const ACTIVATIONS = {
  linear: pointwise((z) => z, () => 1),
  relu: pointwise((z) => z < 0 ? 0 : z, (z) => z > 0 ? 1 : 0), // NaN stays NaN.
  leaky_relu: pointwise(
    (z) => z > 0 ? z : LEAKY_RELU_SLOPE * z,
    (z) => z > 0 ? 1 : LEAKY_RELU_SLOPE,
  ),
  sigmoid: pointwise((z) => 1 / (1 + Math.exp(-z)), (_, a) => a * (1 - a)),
  tanh: pointwise(Math.tanh, (_, a) => 1 - a * a),
  step: pointwise((z) => z > 0 ? 1 : 0, () => 0),
  softmax: { forward: softmax, backward: softmaxBackward },
};

/**
 * Writes exp(z_k) / Σ exp(z_j) for every run of `size` values.
 *
 * @param {Float32Array} z
 * @param {Float32Array} a
 * @param {number} size
 */
export function softmax(z, a, size) {
  for (let start = 0; start < z.length; start += size) {
    let largest = -Infinity;
    for (let i = start; i < start + size; i++) largest = Math.max(largest, z[i]);
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += Math.exp(z[i] - largest);
    for (let i = start; i < start + size; i++) a[i] = Math.exp(z[i] - largest) / sum;
  }
}

/**
 * Returns a_k (g_k − Σ g_j a_j) for every run of `size` values.
 *
 * @param {Float64Array} gradient
 * @param {Float32Array} _
 * @param {Float32Array} a
 * @param {number} size
 * @returns {Float64Array}
 */
function softmaxBackward(gradient, _, a, size) {
  const result = new Float64Array(gradient.length);
  for (let start = 0; start < a.length; start += size) {
    let mean = 0;
    for (let i = start; i < start + size; i++) mean += gradient[i] * a[i];
    for (let i = start; i < start + size; i++) result[i] = a[i] * (gradient[i] - mean);
  }
  return result;
}
