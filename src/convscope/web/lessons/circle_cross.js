/** Circle or cross on 3 × 3 squares: a net of nine inputs, three hidden neurons and two outputs. */

/** @import { OptimizerSettings } from "../learning/optimizers.js" */
/** @import { Training } from "../learning/training.js" */
import { denseJson, flattenJson, netJson } from "../net/layer_json.js";
import { createRandom } from "../learning/random.js";
import { createTraining } from "../learning/training.js";

/** Squares along each side. */
export const SIZE = 3;

export const NUM_HIDDEN = 3;

/** The clean shapes, row by row, in the order of the classes: 1 is ink, 0 paper. */
export const SHAPES = {
  circle: [1, 1, 1, 1, 0, 1, 1, 1, 1],
  cross: [1, 0, 1, 0, 1, 0, 1, 0, 1],
};

/** @typedef {keyof typeof SHAPES} Shape */

export const CLASSES = /** @type {Shape[]} */ (Object.keys(SHAPES));

/** How the net of the lesson on it learns. @type {OptimizerSettings} */
const USUAL = { name: "sgd", learning_rate: 3 };

/** Each shape, clean, and with each of its squares turned over. */
const PICTURES = CLASSES.flatMap((name, label) => {
  const clean = SHAPES[name];
  const turned = clean.map((_, at) => clean.map((ink, square) => square === at ? 1 - ink : ink));
  return [clean, ...turned].map((inputs) => ({ inputs, label }));
});

export const EXAMPLES = {
  inputs: Float32Array.from(PICTURES.flatMap(({ inputs }) => inputs)),
  labels: Int32Array.from(PICTURES.map(({ label }) => label)),
};

/**
 * Returns a net that knows nothing yet, and its training: each step takes all examples. It begins
 * with the weights of Python's `CircleCrossNet.random(seed)`, from −1 to 1, and biases 0.
 *
 * @param {number} seed a whole number from 0
 * @param {OptimizerSettings} [optimizer]
 * @returns {Training}
 */
export function circleCrossTraining(seed, optimizer = USUAL) {
  const random = createRandom([seed]);
  const drawn = (/** @type {number} */ count) =>
    Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
  const hidden = drawn(SIZE * SIZE * NUM_HIDDEN);
  const answer = drawn(NUM_HIDDEN * CLASSES.length);
  return createTraining({
    architecture: netJson([SIZE, SIZE, 1], [
      flattenJson(),
      denseJson("hidden", NUM_HIDDEN, "sigmoid"),
      denseJson("answer", CLASSES.length, "sigmoid"),
    ]),
    examples: EXAMPLES,
    weights: {
      hidden: { kernel: hidden, bias: new Float32Array(NUM_HIDDEN) },
      answer: { kernel: answer, bias: new Float32Array(CLASSES.length) },
    },
    loss: { name: "mean_squared_error" },
    optimizer,
    batch_size: EXAMPLES.labels.length,
    shuffle: false,
  });
}

/**
 * A neuron at work.
 *
 * @typedef {object} NeuronAtWork
 * @property {number[]} inputs
 * @property {number[]} weights one for each input
 * @property {number} bias
 * @property {number} excess the sum of input × weight, plus the bias
 * @property {number} output
 */

/**
 * Returns all neurons of both layers with what they make of a picture.
 *
 * @param {Training} training
 * @param {readonly number[]} picture row by row
 * @returns {{hidden: NeuronAtWork[], answer: NeuronAtWork[]}}
 */
export function neuronsAt({ network }, picture) {
  network.input.set(picture);
  network.forward(1, false);
  const [, hidden, answer] = network.stages;
  const layer = (/** @type {typeof hidden} */ stage, /** @type {readonly number[]} */ inputs) => {
    const { kernel, bias } = network.weights[stage.step.layer.name];
    return Array.from({ length: stage.size }, (_, unit) => ({
      inputs: [...inputs],
      weights: inputs.map((_, input) => kernel[input * stage.size + unit]),
      bias: bias[unit],
      excess: stage.preActivation[unit],
      output: stage.activation[unit],
    }));
  };
  return {
    hidden: layer(hidden, picture),
    answer: layer(answer, [...hidden.activation.subarray(0, NUM_HIDDEN)]),
  };
}
