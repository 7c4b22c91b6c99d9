/** Activation functions, forwards and backwards, on flat arrays. */

/** Slope of `leaky_relu` left of zero. */
export const LEAKY_RELU_SLOPE = 0.2;

/** The constants of `selu`. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/**
 * `forward` writes the activations of the pre-activations `z` to `a`. `backward` returns the
 * gradient with respect to `z`, given the one with respect to `a`. Softmax works along the last
 * axis, which has `size` values.
 *
 * @typedef {object} ActivationFunction
 * @property {(z: Float32Array, a: Float32Array, size: number) => void} forward
 * @property {(gradient: Float64Array, z: Float32Array, a: Float32Array, size: number)
 *   => Float64Array} backward
 * @property {(z: number, a: number) => number} [slope] its derivative, where it works on each value by
 *   itself
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
    slope,
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
  sigmoid: pointwise(sigmoid, (_, a) => a * (1 - a)),
  tanh: pointwise(Math.tanh, (_, a) => 1 - a * a),
  step: pointwise((z) => z > 0 ? 1 : 0, () => 0),
  softmax: { forward: softmax, backward: softmaxBackward },
  relu6: pointwise((z) => Math.min(Math.max(z, 0), 6), (z) => z > 0 && z < 6 ? 1 : 0),
  elu: pointwise((z) => z > 0 ? z : Math.expm1(z), (z, a) => z > 0 ? 1 : a + 1),
  selu: pointwise(
    (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
    (z, a) => z > 0 ? SELU_SCALE : a + SELU_SCALE * SELU_ALPHA,
  ),
  gelu: pointwise(
    (z) => z * normalShare(z),
    (z) => normalShare(z) + z * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI),
  ),
  silu: pointwise((z) => z * sigmoid(z), (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
  mish: pointwise((z) => z * Math.tanh(softplus(z)), (z) => {
    const t = Math.tanh(softplus(z));
    return t + z * (1 - t * t) * sigmoid(z);
  }),
  softplus: pointwise(softplus, sigmoid),
  softsign: pointwise((z) => z / (1 + Math.abs(z)), (z) => 1 / (1 + Math.abs(z)) ** 2),
  hard_sigmoid: pointwise(hardSigmoid, (z) => Math.abs(z) < 3 ? 1 / 6 : 0),
  hard_silu: pointwise(
    (z) => z * hardSigmoid(z),
    (z) => Math.abs(z) < 3 ? (2 * z + 3) / 6 : Number(z > 0),
  ),
  exponential: pointwise(Math.exp, (_, a) => a),
};

/** @param {number} z @returns {number} */
function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}

/** @param {number} z @returns {number} ln(1 + exp(z)), without large exponentials */
function softplus(z) {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** @param {number} z @returns {number} */
function hardSigmoid(z) {
  return Math.min(Math.max(z / 6 + 0.5, 0), 1);
}

/**
 * Returns the share of a standard normal distribution below z: 1/2 plus the area from 0 to z, as the
 * series φ(z) · (z + z³/3 + z⁵/(3·5) + …), whose terms all have one sign.
 *
 * @param {number} z
 * @returns {number} from 0 to 1
 */
function normalShare(z) {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0; // Beyond float32.
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-16 * Math.abs(sum); n += 2) {
    term *= z * z / n;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

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
