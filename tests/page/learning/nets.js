/** Small nets for the tests of trainings. */

/** @param {string} kind @param {Record<string, unknown>} options */
const layer = (kind, options = {}) => ({ kind, name: kind.toLowerCase(), ...options });

/** @type {Record<string, any>} Nine pixels, three neurons, two answers. */
export const NINE_PIXELS = {
  format: 1,
  input: { kind: "Input", name: "", shape: [3, 3, 1], value_range: [0, 1] },
  layers: [
    layer("Flatten"),
    { ...layer("Dense", { units: 3, activation: "sigmoid", use_bias: true }), name: "hidden" },
    { ...layer("Dense", { units: 2, activation: "sigmoid", use_bias: true }), name: "answer" },
  ],
};

/** @type {Record<string, any>} A convolution, ReLU, pooling and a dense layer for 12 × 12 pixels. */
export const SMALL_CNN = {
  format: 1,
  input: { kind: "Input", name: "", shape: [12, 12, 1], value_range: [0, 1] },
  layers: [
    layer("Conv2D", {
      filters: 4,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: "valid",
      use_bias: true,
      activation: "relu",
    }),
    layer("MaxPooling2D", { pool_size: [2, 2], strides: [2, 2], padding: "valid" }),
    layer("Flatten"),
    layer("Dropout", { rate: 0.2 }),
    layer("Dense", { units: 2, activation: "softmax", use_bias: true }),
  ],
};

/** Each once clean and once with each of its pixels turned over; see Python's `circle_cross`. */
export function ninePixels() {
  const shapes = [[1, 1, 1, 1, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 0, 1, 0, 1]];
  const pictures = shapes.map((clean) => [
    clean,
    ...clean.map((_, turned) => clean.map((pixel, i) => i === turned ? 1 - pixel : pixel)),
  ]);
  return {
    inputs: Float32Array.from(pictures.flat(2)),
    labels: Int32Array.from({ length: 20 }, (_, i) => Math.floor(i / 10)),
  };
}
