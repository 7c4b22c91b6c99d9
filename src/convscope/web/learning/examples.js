/** What a net learns from: pictures as its inputs, with labels or with the outputs wanted. */

/** @import { Architecture } from "../net/architecture.js" */
import { product as sizeOf, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { bytesToInput } from "../net/preprocess.js";
import { createRandom } from "./random.js";

/** Sets the order of an epoch apart from other random numbers of the same seed, as Python does. */
const STREAM = 0x5aff;

/**
 * `inputs` is (number, …the net's input), in its range. `labels` are class indices; `targets` is
 * (number, outputs) instead, for what is no class.
 *
 * @typedef {object} Examples
 * @property {Float32Array} inputs
 * @property {Int32Array} [labels]
 * @property {Float32Array} [targets]
 */

/**
 * Returns pictures as examples: the embedded digits, or what was drawn or photographed and placed.
 *
 * @param {readonly (Uint8Array | Uint8ClampedArray)[]} images (height, width, channels), 0–255
 * @param {readonly number[] | Int32Array} labels one class index for each
 * @param {Architecture} architecture
 * @returns {Examples}
 */
export function examplesFromImages(images, labels, architecture) {
  const size = sizeOf(architecture.input.shape);
  const inputs = new Float32Array(images.length * size);
  for (const [index, image] of images.entries()) {
    inputs.set(bytesToInput(image, architecture.input.value_range), index * size);
  }
  return { inputs, labels: Int32Array.from(labels) };
}

/**
 * Returns how many examples there are.
 *
 * @param {Examples} examples
 * @param {Architecture} architecture of the net that learns from them
 * @returns {number} at least 1
 * @throws {ConvscopeError} none, or inputs, labels and outputs that do not belong together
 */
export function countExamples({ inputs, labels, targets }, { input, outputShape }) {
  const count = inputs.length / sizeOf(input.shape);
  const numOutputs = sizeOf(outputShape);
  if (!Number.isInteger(count) || count === 0) {
    throw new ConvscopeError(
      `The examples' inputs are ${inputs.length} values.`,
      `The net takes ${shapeText(input.shape)}: ${sizeOf(input.shape)} for each example.`,
      "Bring at least one picture to the size of the net's input first.",
    );
  }
  const numLabels = labels ? labels.length : (targets?.length ?? 0) / numOutputs;
  if (numLabels !== count) {
    throw new ConvscopeError(
      `There are ${count} examples and ${numLabels} labels.`,
      "Expected a label for each example.",
      "Label every picture, or leave out those without a label.",
    );
  }
  const numClasses = Math.max(numOutputs, 2);
  const stray = labels?.find((label) => !(label >= 0 && label < numClasses));
  if (stray !== undefined) {
    throw new ConvscopeError(
      `One label is ${stray}.`,
      `The net tells ${numClasses} classes apart: labels are 0 to ${numClasses - 1}.`,
      "Give the net's last layer one unit per class.",
    );
  }
  return count;
}

/**
 * Copies some examples into a batch; labels become a 1 in the column of their class, or 0 and 1
 * where the net has a single output.
 *
 * @param {Examples} examples
 * @param {ArrayLike<number>} order indices of examples
 * @param {number} start which of `order` come first in the batch
 * @param {number} count how many
 * @param {{input: Float32Array, inputSize: number, targets: Float32Array, numOutputs: number}} batch
 */
export function fillBatch(
  examples,
  order,
  start,
  count,
  { input, inputSize, targets, numOutputs },
) {
  targets.fill(0, 0, count * numOutputs);
  for (let row = 0; row < count; row++) {
    const index = order[start + row];
    const from = index * inputSize;
    const to = row * inputSize;
    for (let i = 0; i < inputSize; i++) input[to + i] = examples.inputs[from + i];
    if (examples.targets) {
      for (let i = 0; i < numOutputs; i++) {
        targets[row * numOutputs + i] = examples.targets[index * numOutputs + i];
      }
    } else if (examples.labels) {
      if (numOutputs === 1) targets[row] = examples.labels[index];
      else targets[row * numOutputs + examples.labels[index]] = 1;
    }
  }
}

/**
 * Writes the order of an epoch's examples, the same as Python's `epoch_order`.
 *
 * @param {Int32Array} order one place for each example
 * @param {number} seed
 * @param {number} epoch from 0
 * @param {boolean} isShuffled
 */
export function writeEpochOrder(order, seed, epoch, isShuffled) {
  for (let i = 0; i < order.length; i++) order[i] = i;
  if (isShuffled) createRandom([seed, STREAM, epoch]).shuffle(order);
}
