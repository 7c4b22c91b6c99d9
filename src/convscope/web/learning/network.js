/** A net that learns: all layers on a whole batch, forwards and backwards, in memory taken once. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture, Step } from "../net/architecture.js" */
/** @import { Weights } from "../net/operations.js" */
/** @import { LayerAtWork } from "./layer_table.js" */
/** @import { Product } from "./product.js" */
/** @import { Random } from "./random.js" */
import { product as sizeOf, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS } from "../net/activations.js";
import { KIND_FACTS, NON_TRAINABLE } from "../net/kind_facts.js";
import { ACTIVATION_GRADIENTS } from "./activation_gradients.js";
import { LAYERS_AT_WORK } from "./layer_table.js";

/** For each image of a batch: values before and behind the activation, and their gradient. */
const ARRAYS_PER_LAYER = 3;

/** What a training may take for the layers of a batch; a page with more is ended by the browser. */
const MAX_BYTES = 2 ** 30;

/**
 * One tensor of the net. The arrays are the net's own and change with every step.
 *
 * @typedef {object} LearningTensor
 * @property {string} layer
 * @property {string} shortName `kernel`, `bias`, …
 * @property {Shape} shape in Keras' axis order
 * @property {Float32Array} values
 * @property {Float32Array | null} gradient of the last batch's loss; null for moving statistics
 */

/**
 * One layer and what it computed, each array (batch, …shape).
 *
 * @typedef {object} Stage
 * @property {Step} step
 * @property {number} size values for one image
 * @property {Float32Array} preActivation
 * @property {Float32Array} activation the same array where the layer has no activation function
 * @property {Float32Array} gradient of the loss with respect to the pre-activation; zeros before all
 *   layers with weights, where nobody needs it
 * @property {boolean} isLearning whether it has weights, or takes in a layer that is learning
 * @property {LayerAtWork} layer
 * @property {() => void} activate writes the activations of the whole array
 */

/**
 * @typedef {object} Network
 * @property {Architecture} architecture
 * @property {number} batchSize
 * @property {Float32Array} input (batch, …shape), to be written before `forward`
 * @property {Stage[]} stages
 * @property {Map<string, LearningTensor>} tensors by `<layer>.<tensor>`
 * @property {Record<string, Weights>} weights the same values, as models have them
 * @property {Float32Array} trained values of all tensors that are adjusted, after each other
 * @property {Float32Array} gradients in the same order
 * @property {(count: number, isTraining: boolean) => void} forward
 * @property {(count: number, isBeforeActivation: boolean) => void} backward from the gradient that
 *   the loss has left in the last stage, which is with respect to its pre-activation or activation
 */

/**
 * Returns a net that learns.
 *
 * @param {object} parts
 * @param {Architecture} parts.architecture
 * @param {Record<string, Weights>} parts.weights to begin with; they are copied
 * @param {number} parts.batchSize images of the largest batch
 * @param {Product} parts.product
 * @param {Random} parts.random for dropout
 * @returns {Network}
 * @throws {ConvscopeError} a net without weights, batches too large for a page, or weights of another
 *   net
 */
export function createNetwork({ architecture, weights, batchSize, product, random }) {
  const { steps } = architecture;
  if (!steps.some(({ numParameters }) => numParameters > 0)) {
    throw new ConvscopeError(
      "The net has nothing to learn: no layer has weights.",
      "Expected at least one that has.",
      "Add a Dense layer.",
    );
  }
  expectRoom(architecture, batchSize);
  const { tensors, trained, gradients } = placeTensors(architecture, weights, product);
  const input = product.allocate(batchSize * sizeOf(architecture.input.shape));
  const addedUp = placesAddedUp(steps);
  const apart = product.allocate(
    batchSize * Math.max(0, ...[...addedUp].map((index) => sizeOf(steps[index].outputShape))),
  );
  /** @type {Stage[]} */
  const stages = [];
  for (const step of steps) {
    const sources = step.inputs.map((from) => stages[from]);
    const inputs = sources.map((source) => source?.activation ?? input);
    const inputGradients = sources.map((source) => source?.isLearning ? source.gradient : null);
    const isLearning = step.numParameters > 0 || inputGradients.some((found) => found);
    const size = sizeOf(step.outputShape);
    const { activation: name = "linear", kind } = step.layer;
    const preActivation = product.allocate(batchSize * size);
    const activation = name === "linear" ? preActivation : product.allocate(batchSize * size);
    const gradient = product.allocate(batchSize * size);
    const [inputGradient] = inputGradients;
    const isApart = inputGradient && !KIND_FACTS[kind].joins && addedUp.has(step.inputs[0]);
    const made = LAYERS_AT_WORK[kind]({
      step,
      batchSize,
      input: inputs[0],
      inputs,
      output: preActivation,
      gradient,
      inputGradient: isApart ? apart : inputGradient,
      inputGradients,
      ...tensorsOf(tensors, step),
      product,
      random,
    });
    const layer = isApart ? adding(made, apart, inputGradient, sources[0].size) : made;
    const channels = step.outputShape[step.outputShape.length - 1];
    const activate = name === "linear"
      ? () => {}
      : () => ACTIVATIONS[name].forward(preActivation, activation, channels);
    stages.push({ step, size, preActivation, activation, gradient, isLearning, layer, activate });
  }
  return {
    architecture,
    batchSize,
    input,
    stages,
    tensors,
    weights: weightsOf(architecture, tensors),
    trained,
    gradients,
    forward(count, isTraining) {
      for (const { layer, activate } of stages) {
        layer.forward(count, isTraining);
        activate();
      }
    },
    backward(count, isBeforeActivation) {
      gradients.fill(0);
      for (const index of addedUp) stages[index].gradient.fill(0, 0, count * stages[index].size);
      for (let index = stages.length - 1; index >= 0; index--) {
        const { step, size, preActivation, activation, gradient, isLearning, layer } =
          stages[index];
        if (!isLearning) continue;
        if (index < stages.length - 1 || !isBeforeActivation) {
          const turnBack = ACTIVATION_GRADIENTS[step.layer.activation ?? "linear"];
          const channels = step.outputShape[step.outputShape.length - 1];
          turnBack(gradient, preActivation, activation, count * size, channels);
        }
        layer.backward(count);
      }
    },
  };
}

/**
 * Returns the positions of the layers whose gradient is a sum: several take them in, or a join does,
 * perhaps twice.
 *
 * @param {Step[]} steps
 * @returns {Set<number>}
 */
function placesAddedUp(steps) {
  const [taken, found] = [new Set(), new Set()];
  for (const { inputs, layer } of steps) {
    for (const from of inputs) {
      if (from >= 0 && (taken.has(from) || KIND_FACTS[layer.kind].joins)) found.add(from);
      taken.add(from);
    }
  }
  return found;
}

/**
 * Returns a layer that adds the gradient of its input to what other layers have left there.
 *
 * @param {LayerAtWork} layer that writes the gradient to `apart`
 * @param {Float32Array} apart
 * @param {Float32Array} sum
 * @param {number} size values for one image
 * @returns {LayerAtWork}
 */
function adding(layer, apart, sum, size) {
  return {
    ...layer,
    backward(count) {
      layer.backward(count);
      for (let i = 0; i < count * size; i++) sum[i] += apart[i];
    },
  };
}

/** @param {Architecture} architecture @param {number} batchSize */
function expectRoom({ steps }, batchSize) {
  const numValues = steps.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);
  const perImage = numValues * ARRAYS_PER_LAYER * Float32Array.BYTES_PER_ELEMENT;
  if (perImage * batchSize <= MAX_BYTES) return;
  throw new ConvscopeError(
    `With ${batchSize} images in a batch the net needs ${inGigabytes(perImage * batchSize)}.`,
    `The page takes at most ${inGigabytes(MAX_BYTES)}.`,
    `Take batches of at most ${Math.max(1, Math.floor(MAX_BYTES / perImage))}, or a smaller net.`,
  );
}

/** @param {number} bytes @returns {string} */
function inGigabytes(bytes) {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

/**
 * Copies the weights into memory of the product; those that are adjusted lie after each other.
 *
 * @param {Architecture} architecture
 * @param {Record<string, Weights>} weights
 * @param {Product} product
 * @returns {Pick<Network, "tensors" | "trained" | "gradients">}
 */
function placeTensors(architecture, weights, product) {
  const all = architecture.steps.flatMap(({ layer, parameterShapes }) =>
    Object.entries(parameterShapes).map(([shortName, shape]) => ({
      layer: layer.name,
      shortName,
      shape,
      isTrained: !NON_TRAINABLE[layer.kind]?.includes(shortName),
    }))
  );
  const numTrained = all.filter(({ isTrained }) => isTrained)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const trained = product.allocate(numTrained);
  const gradients = product.allocate(numTrained);
  /** @type {Network["tensors"]} */
  const tensors = new Map();
  let start = 0;
  for (const { isTrained, ...tensor } of all) {
    const length = sizeOf(tensor.shape);
    const values = isTrained ? trained.subarray(start, start + length) : product.allocate(length);
    const gradient = isTrained ? gradients.subarray(start, start + length) : null;
    if (isTrained) start += length;
    const name = `${tensor.layer}.${tensor.shortName}`;
    const given = weights[tensor.layer]?.[tensor.shortName];
    if (given?.length !== length) {
      throw new ConvscopeError(
        `The weights to begin with hold ${given?.length ?? 0} values of ${name}.`,
        `The net needs ${length}, ${shapeText(tensor.shape)}.`,
        "Take the weights of a model with the same net.",
      );
    }
    values.set(given);
    tensors.set(name, { ...tensor, values, gradient });
  }
  return { tensors, trained, gradients };
}

/**
 * @param {Network["tensors"]} tensors
 * @param {Step} step
 * @returns {{tensors: Weights, tensorGradients: Weights}} of one layer, by short name
 */
function tensorsOf(tensors, { layer, parameterShapes }) {
  /** @type {Weights} */
  const values = {};
  /** @type {Weights} */
  const tensorGradients = {};
  for (const shortName of Object.keys(parameterShapes)) {
    const tensor = tensors.get(`${layer.name}.${shortName}`);
    if (tensor) values[shortName] = tensor.values;
    if (tensor?.gradient) tensorGradients[shortName] = tensor.gradient;
  }
  return { tensors: values, tensorGradients };
}

/** @param {Architecture} architecture @param {Network["tensors"]} tensors */
function weightsOf(architecture, tensors) {
  /** @type {Record<string, Weights>} */
  const weights = Object.create(null); // a layer may be called __proto__
  for (const step of architecture.steps) {
    weights[step.layer.name] = tensorsOf(tensors, step).tensors;
  }
  return weights;
}
