/** A training, step by step: whoever holds it decides when the next batch comes. */

/** @import { Weights } from "../net/operations.js" */
/** @import { Examples } from "./examples.js" */
/** @import { LossSettings } from "./losses.js" */
/** @import { Network } from "./network.js" */
/** @import { Optimizer, OptimizerSettings } from "./optimizers.js" */
/** @import { Product } from "./product.js" */
import { product as sizeOf } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { readArchitecture } from "../net/architecture.js";
import { countExamples, fillBatch, writeEpochOrder } from "./examples.js";
import { initialWeights } from "./initializers.js";
import { fastestProduct } from "./kernel_product.js";
import { createLoss, scoresOf } from "./losses.js";
import { createNetwork } from "./network.js";
import { createOptimizer } from "./optimizers.js";
import { createRandom } from "./random.js";

/** Sets dropout's masks apart from other random numbers of the same seed. */
const STREAM = 0xd20b;

/** Largest batch that may be asked for. */
const MAX_BATCH_SIZE = 4096;

/**
 * What is trained, and how. Options have their Python names.
 *
 * @typedef {object} TrainingPlan
 * @property {string | Record<string, any>} architecture the net's JSON
 * @property {Examples} examples
 * @property {Record<string, Weights>} [weights] to begin with, as models have them; else fresh ones
 * @property {Record<string, string>} [initializers] of fresh weights, see `initialWeights`
 * @property {LossSettings} [loss] sparse categorical cross-entropy if left out
 * @property {OptimizerSettings} [optimizer] Adam if left out
 * @property {number} [batch_size] 32 if left out
 * @property {number} [seed] of weights, order and dropout
 * @property {boolean} [shuffle] whether each epoch has a new order; true if left out
 */

/**
 * What a step has seen, before the weights moved.
 *
 * @typedef {object} StepResult
 * @property {number} epoch from 0
 * @property {number} step of the epoch, from 0
 * @property {number} numSteps of the epoch
 * @property {number} loss mean over the batch
 * @property {number} accuracy share of the batch that was judged right, 0–1
 * @property {number} numImages of the batch
 * @property {{loss: number, accuracy: number} | null} epochMeans over all images of the epoch, with
 *   its last step
 */

/**
 * @typedef {object} Training
 * @property {Network} network with weights, gradients and all activations of the last batch
 * @property {Optimizer} optimizer
 * @property {() => StepResult} step takes the next batch
 * @property {(examples: Examples) => {loss: number, accuracy: number}} evaluate judges examples
 *   without learning from them; activations are then those of the last of them
 */

/**
 * Returns a training that has not taken a step yet.
 *
 * @param {TrainingPlan} plan
 * @param {Product} [product] what multiplies matrices
 * @returns {Training}
 * @throws {ConvscopeError} anything in the plan that does not fit
 */
export function createTraining(plan, product = fastestProduct()) {
  const { examples, loss: lossSettings = { name: "sparse_categorical_crossentropy" } } = plan;
  const { optimizer: settings = { name: "adam" }, seed = 0, shuffle = true } = plan;
  expectSeed(seed);
  const architecture = readArchitecture(plan.architecture);
  const numExamples = countExamples(examples, architecture);
  const batchSize = Math.min(expectBatchSize(plan.batch_size ?? 32), numExamples);
  const network = createNetwork({
    architecture,
    weights: plan.weights ?? initialWeights(architecture, seed, plan.initializers),
    batchSize,
    product,
    random: createRandom([seed, STREAM]),
  });
  const { trained, gradients } = network;
  const optimizer = createOptimizer(settings, trained, gradients, product.allocate);
  const last = network.stages[network.stages.length - 1];
  const loss = createLoss(lossSettings, last);
  const batch = {
    input: network.input,
    inputSize: sizeOf(architecture.input.shape),
    targets: product.allocate(batchSize * last.size),
    numOutputs: last.size,
  };
  const order = new Int32Array(numExamples);
  const numSteps = Math.ceil(numExamples / batchSize);
  let epoch = 0, step = 0;
  let lossSum = 0, correctSum = 0;

  /** @param {number} count @returns {number} images of the batch that are judged right */
  function countCorrect(count) {
    const { size } = last;
    const outputs = size === 1 ? last.activation : scoresOf(last);
    let correct = 0;
    for (let row = 0; row < count; row++) {
      if (isRight(outputs, batch.targets, row * size, size)) correct++;
    }
    return correct;
  }

  return {
    network,
    optimizer,
    step() {
      if (step === 0) {
        writeEpochOrder(order, seed, epoch, shuffle);
        lossSum = correctSum = 0;
      }
      const start = step * batchSize;
      const count = Math.min(batchSize, numExamples - start);
      fillBatch(examples, order, start, count, batch);
      network.forward(count, true);
      const value = loss.compute(batch.targets, count);
      expectFinite(value, epoch, step);
      const correct = countCorrect(count);
      network.backward(count, loss.isBeforeActivation);
      optimizer.step();
      lossSum += value * count;
      correctSum += correct;
      const isLast = step === numSteps - 1;
      const result = {
        epoch,
        step,
        numSteps,
        loss: value,
        accuracy: correct / count,
        numImages: count,
        epochMeans: isLast
          ? { loss: lossSum / numExamples, accuracy: correctSum / numExamples }
          : null,
      };
      step = isLast ? 0 : step + 1;
      if (isLast) epoch++;
      return result;
    },
    evaluate(others) {
      const number = countExamples(others, architecture);
      const all = Int32Array.from({ length: number }, (_, i) => i);
      let sum = 0, correct = 0;
      for (let start = 0; start < number; start += batchSize) {
        const count = Math.min(batchSize, number - start);
        fillBatch(others, all, start, count, batch);
        network.forward(count, false);
        sum += loss.compute(batch.targets, count) * count;
        correct += countCorrect(count);
      }
      return { loss: sum / number, accuracy: correct / number };
    },
  };
}

/**
 * Returns whether one image is judged right: the largest output is that of its class; a single
 * output stands for class 1 where it is above one half, as in Keras.
 *
 * @param {Float32Array} outputs
 * @param {Float32Array} targets
 * @param {number} start where the image's values begin in both
 * @param {number} size
 * @returns {boolean}
 */
function isRight(outputs, targets, start, size) {
  if (size === 1) return (outputs[start] > 0.5) === (targets[start] > 0.5);
  let output = start, target = start;
  for (let i = start + 1; i < start + size; i++) {
    if (outputs[i] > outputs[output]) output = i;
    if (targets[i] > targets[target]) target = i;
  }
  return output === target;
}

/** @param {number} seed */
function expectSeed(seed) {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new ConvscopeError(`The seed is ${seed}.`, "Expected a whole number from 0.", "Try 0.");
}

/** @param {number} size @returns {number} */
function expectBatchSize(size) {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_BATCH_SIZE) return size;
  throw new ConvscopeError(
    `The batch size is ${size}.`,
    `Expected a whole number from 1 to ${MAX_BATCH_SIZE}.`,
    "Try 32.",
  );
}

/** @param {number} loss @param {number} epoch @param {number} step */
function expectFinite(loss, epoch, step) {
  if (Number.isFinite(loss)) return;
  throw new ConvscopeError(
    `The loss is ${loss} in step ${step + 1} of epoch ${epoch + 1}.`,
    "Expected a finite number: the weights have grown without bound.",
    "Begin again with a lower learning rate.",
  );
}
