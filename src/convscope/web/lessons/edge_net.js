/** A net with a single filter that learns to tell upright edges from level ones. */

/** @import { Examples } from "../learning/examples.js" */
/** @import { LayerJson } from "../net/layer_json.js" */
import { createRandom } from "../learning/random.js";
import { createTraining } from "../learning/training.js";
import {
  convolutionJson,
  denseJson,
  flattenJson,
  maximumJson,
  netJson,
} from "../net/layer_json.js";

/** Rows of a picture, and of the filter's map. */
export const SIZE = 10;
export const WINDOW = 3;
export const PLACES = SIZE - WINDOW + 1;

export const NUM_PICTURES = 200;
const BATCH_SIZE = 20;
const RATE = 0.05;

/** The filter's layer, without a function behind its sums. @type {LayerJson} */
export const FILTER = convolutionJson("filter", 1, WINDOW);

const NET = netJson([SIZE, SIZE, 1], [
  FILTER,
  maximumJson("largest", { pool_size: [PLACES, PLACES], strides: [PLACES, PLACES] }),
  flattenJson(),
  denseJson("answer", 2, "softmax"),
]);

/**
 * The net while it learns.
 *
 * @typedef {object} EdgeNet
 * @property {Examples} pictures 0–1; label 0 where the edge is upright, 1 where it is level
 * @property {() => number} steps how many steps it has taken
 * @property {(steps: number) => void} goTo takes steps until it has taken so many
 * @property {() => number} numRight how many of its pictures it judges right
 * @property {() => {kernel: Float32Array, bias: Float32Array}} filter as it is now
 */

/**
 * Returns the net before its first step.
 *
 * @param {number} seed of its weights; the pictures are always the same
 * @returns {EdgeNet}
 */
export function createEdgeNet(seed) {
  const pictures = edgePictures();
  const training = createTraining({
    architecture: NET,
    examples: pictures,
    optimizer: { name: "adam", learning_rate: RATE },
    batch_size: BATCH_SIZE,
    seed,
  });
  let taken = 0;
  return {
    pictures,
    steps: () => taken,
    goTo(steps) {
      for (; taken < steps; taken++) training.step();
    },
    numRight: () => Math.round(training.evaluate(pictures).accuracy * NUM_PICTURES),
    filter() {
      const { kernel, bias } = training.network.weights.filter;
      return { kernel, bias };
    },
  };
}

/** @returns {Examples} pictures whose ink begins at some column, or at some row, with some noise */
function edgePictures() {
  const random = createRandom([1]);
  const inputs = new Float32Array(NUM_PICTURES * SIZE * SIZE);
  const labels = Int32Array.from({ length: NUM_PICTURES }, (_, index) => index % 2);
  labels.forEach((label, index) => {
    const edge = 2 + Math.floor(random.uniform() * (SIZE - 4));
    for (let at = 0; at < SIZE * SIZE; at++) {
      const along = label ? Math.floor(at / SIZE) : at % SIZE;
      inputs[index * SIZE * SIZE + at] = (along >= edge ? 0.8 : 0) + 0.2 * random.uniform();
    }
  });
  return { inputs, labels };
}
