/** Small trainings for tests and benchmarks. */

/** @import { Placement } from "../../../src/convscope/web/core/drawing/placements.js" */
/** @import { TrainingPlan } from "../../../src/convscope/web/learning/training.js" */
import { findPlacement, placeStrokes } from "../../../src/convscope/web/core/placement.js";
import { drawnCirclesAndCrosses } from "../../../src/convscope/web/learning/drawn_shapes.js";
import { examplesFromImages } from "../../../src/convscope/web/learning/examples.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";

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

/**
 * Returns the training that tells ○ and × of nine pixels apart.
 *
 * @param {number} seed
 * @returns {TrainingPlan}
 */
export function ninePixelTraining(seed) {
  return {
    architecture: NINE_PIXELS,
    examples: ninePixels(),
    loss: { name: "mean_squared_error" },
    optimizer: { name: "adam", learning_rate: 0.1 },
    batch_size: 20,
    seed,
  };
}

/**
 * Returns the training that tells drawn ○ and × apart.
 *
 * @param {number} seed
 * @returns {TrainingPlan}
 */
export function drawnTraining(seed) {
  return {
    architecture: SMALL_CNN,
    examples: drawnExamples(40, seed),
    optimizer: { name: "adam", learning_rate: 0.02 },
    batch_size: 16,
    seed,
  };
}

/** @param {number} count @param {number} seed */
export function drawnExamples(count, seed) {
  const { drawings, labels } = drawnCirclesAndCrosses(count, seed);
  /** @type {Placement} */
  const rule = { ...findPlacement("mnist"), canvas: 12, box: [10, 10], stroke_width: 1.2 };
  const images = drawings.map((strokes) => {
    const placed = placeStrokes(strokes, rule);
    return placed?.image.pixels ?? new Uint8Array(144);
  });
  return examplesFromImages(images, labels, readArchitecture(SMALL_CNN));
}

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
