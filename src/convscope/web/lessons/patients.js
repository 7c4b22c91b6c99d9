/** Ten sick trainings and a healthy one: what is wrong with each is the only difference. */

/** @import { Examples } from "../learning/examples.js" */
/** @import { Training } from "../learning/training.js" */
/** @import { Watched } from "./training_runs.js" */
import { product } from "../core/arrays.js";
import { writeEpochOrder } from "../learning/examples.js";
import { createRandom } from "../learning/random.js";
import { activationJson, netJson } from "../net/layer_json.js";
import { digitExamples, digitNet, someExamples } from "./digit_examples.js";

/** Pictures for training and validation, and epochs of every patient but one. */
const NUM_PICTURES = 480;
const NUM_HELD = 359;
const NUM_EPOCHS = 8;

/** Hidden neurons, and where their layer stands among the stages of the net. */
export const UNITS = 32;
const HIDDEN = 1;

const SEED = 1;

/** What the optimizer and the data of a healthy training are. */
const HEALTHY = { optimizer: { name: "adam", learning_rate: 0.003 }, batch_size: 32, seed: SEED };

/** @typedef {{train: Examples, held: Examples}} Sets */

/**
 * What differs from the healthy training, by illness.
 *
 * @type {Record<string, (sets: Sets) => Partial<Watched["plan"]> & {numEpochs?: number,
 *   held?: Examples}>}
 */
const CHANGES = {
  "dead-relu": () => ({ optimizer: { name: "adam", learning_rate: 1 } }),
  divergence: () => ({
    architecture: leaky(), // ramps would fall silent before the loss has grown
    optimizer: { name: "sgd", learning_rate: 3 },
  }),
  "rate-too-small": () => ({ optimizer: { name: "adam", learning_rate: 1e-6 } }),
  "not-divided": ({ train, held }) => ({
    examples: scaled(train, 255),
    held: scaled(held, 255),
  }),
  "softmax-twice": () => ({ architecture: softmaxTwice() }),
  "labels-shuffled": ({ train }) => ({ examples: { ...train, labels: shuffled(train.labels) } }),
  "zero-weights": () => ({ initializers: { kernel: "zeros" } }),
  "empty-pictures": ({ train, held }) => ({ examples: scaled(train, 0), held: scaled(held, 0) }),
  "sorted-by-class": ({ train }) => ({ examples: sorted(train), shuffle: false }),
  "over-fitting": ({ train }) => ({ examples: someExamples(train, 0, 40), numEpochs: 100 }),
};

export const ILLNESSES = Object.keys(CHANGES);

/** Illnesses in the order in which patients come. */
export const PATIENTS = [4, 3, 0, 7, 5, 2, 9, 6, 1, 8].map((index) => ILLNESSES[index]);

/**
 * What is seen of a batch: its first pictures and their labels, the range of all its pixels, and how
 * many hidden neurons put out nothing for any of its pictures.
 *
 * @typedef {{inputs: Float32Array[], labels: number[], low: number, high: number,
 *   numSilent: number}} BatchFacts
 */

/** Pictures of a batch that are shown. */
const NUM_SHOWN = 6;

/**
 * Returns what is seen of the first batch of a training, just after it was taken.
 *
 * @param {Training} training
 * @param {Watched["plan"]} plan
 * @returns {BatchFacts}
 */
export function batchFacts({ network }, { examples, seed = 0, shuffle = true }) {
  const { input, architecture } = network;
  const size = product(architecture.input.shape);
  const labels = examples.labels ?? new Int32Array();
  const order = new Int32Array(labels.length);
  writeEpochOrder(order, seed, 0, shuffle);
  return {
    inputs: Array.from(
      { length: NUM_SHOWN },
      (_, row) => input.slice(row * size, (row + 1) * size),
    ),
    labels: [...order.slice(0, NUM_SHOWN)].map((index) => labels[index]),
    low: input.reduce((low, value) => Math.min(low, value), Infinity),
    high: input.reduce((high, value) => Math.max(high, value), -Infinity),
    numSilent: countSilent({ network }),
  };
}

/**
 * Returns how many hidden neurons put out nothing for any picture of the batch that lies in the net.
 *
 * @param {Pick<Training, "network">} training
 * @returns {number} 0 to `UNITS`
 */
export function countSilent({ network: { stages, batchSize } }) {
  const { activation, size } = stages[HIDDEN];
  const rows = Array.from({ length: batchSize }, (_, row) => row);
  const units = Array.from({ length: size }, (_, unit) => unit);
  return units.filter((unit) => rows.every((row) => !(activation[row * size + unit] > 0))).length;
}

/**
 * Returns the training of a patient.
 *
 * @param {string} illness one of `ILLNESSES`, or anything else for the healthy one
 * @returns {Promise<Watched>}
 */
export async function patient(illness) {
  const { train, test } = await digitExamples();
  const sets = {
    train: someExamples(train, 0, NUM_PICTURES),
    held: someExamples(test, 0, NUM_HELD),
  };
  const { numEpochs = NUM_EPOCHS, held = sets.held, ...changes } = CHANGES[illness]?.(sets) ?? {};
  const plan = { architecture: digitNet(UNITS), examples: sets.train, ...HEALTHY, ...changes };
  return { plan, numEpochs, judged: { held } };
}

/** @param {Examples} examples @param {number} factor @returns {Examples} */
function scaled({ inputs, ...rest }, factor) {
  return { ...rest, inputs: inputs.map((value) => value * factor) };
}

/** @param {Int32Array | undefined} labels @returns {Int32Array} in another order */
function shuffled(labels) {
  return createRandom([SEED]).shuffle(Int32Array.from(labels ?? []));
}

/** @param {Examples} examples @returns {Examples} all pictures of class 0 first, and so on */
function sorted({ inputs, labels = new Int32Array() }) {
  const order = [...labels.keys()].sort((a, b) => labels[a] - labels[b] || a - b);
  const size = inputs.length / labels.length;
  const result = { inputs: new Float32Array(inputs.length), labels: new Int32Array(labels.length) };
  order.forEach((from, to) => {
    result.inputs.set(inputs.subarray(from * size, (from + 1) * size), to * size);
    result.labels[to] = labels[from];
  });
  return result;
}

/** @returns {Record<string, any>} the net with a hidden layer that is never quite silent */
function leaky() {
  const { input, layers } = digitNet(UNITS);
  const changed = layers.map((/** @type {Record<string, any>} */ layer) =>
    layer.activation === "relu" ? { ...layer, activation: "leaky_relu" } : layer
  );
  return netJson(input.shape, changed);
}

/** @returns {Record<string, any>} the net with a softmax behind its softmax */
function softmaxTwice() {
  const { input, layers } = digitNet(UNITS);
  return netJson(input.shape, [...layers, activationJson("again", "softmax")]);
}
