/** Runs a model on one input and keeps what every layer computed. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture, Step } from "./architecture.js" */
/** @import { Model } from "./model.js" */
/** @import { Operation } from "./operations.js" */
import { product, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS } from "./activations.js";
import { OPERATIONS } from "./operations.js";
import { numClasses, writeProbabilities } from "./probabilities.js";

/**
 * What one layer computed. The arrays are the executor's own and are overwritten by the next run;
 * both are the same array where the layer has no activation function.
 *
 * @typedef {object} LayerOutput
 * @property {string} name
 * @property {string} kind
 * @property {Shape} shape
 * @property {Float32Array} preActivation
 * @property {Float32Array} activation
 */

/**
 * A layer ready to compute.
 *
 * @typedef {LayerOutput & {step: Step, operation: Operation}} Stage
 */

/**
 * @typedef {object} Result
 * @property {LayerOutput[]} layers
 * @property {Float32Array} logits what entered the last activation
 * @property {Float32Array} probabilities one per class; see `writeProbabilities`
 */

/**
 * @typedef {object} Executor
 * @property {Model} model
 * @property {Float32Array} input the last input
 * @property {Stage[]} stages
 * @property {(input: Float32Array) => Result} run
 */

/**
 * Returns an executor; all memory that it needs is taken here, once.
 *
 * @param {Model} model
 * @returns {Executor}
 */
export function createExecutor(model) {
  const { architecture } = model;
  const stages = architecture.steps.map((step) => createStage(step, model));
  const input = new Float32Array(product(architecture.input.shape));
  const outputStage = stages[outputIndex(architecture)];
  const logits = outputStage?.preActivation ?? input;
  const output = stages.at(-1)?.activation ?? input;
  const probabilities = new Float32Array(numClasses(output.length));

  return {
    model,
    input,
    stages,
    run(values) {
      if (values.length !== input.length) {
        throw new ConvscopeError(
          `The input has ${values.length} values.`,
          `The net needs ${input.length}, ${shapeText(architecture.input.shape)}.`,
          "Bring the picture to the size of the net's input first.",
        );
      }
      input.set(values);
      /** @type {Float32Array} */
      let previous = input;
      for (const stage of stages) {
        runStage(stage, previous);
        previous = stage.activation;
      }
      writeProbabilities(architecture.outputActivation, output, probabilities);
      return { layers: stages, logits, probabilities };
    },
  };
}

/**
 * Returns the position of the layer whose pre-activation is the logits: the last one with an
 * activation function, which dropout and flatten may follow; in a net that ends otherwise the last.
 *
 * @param {Architecture} architecture
 * @returns {number} −1 for a net without layers
 */
export function outputIndex({ layers }) {
  const index = layers.findLastIndex(({ kind }) => kind !== "Dropout" && kind !== "Flatten");
  return index >= 0 && "activation" in layers[index] ? index : layers.length - 1;
}

/** @param {Step} step @param {Model} model @returns {Stage} */
function createStage(step, { weights }) {
  const { name, kind, activation: functionName = "linear" } = step.layer;
  const preActivation = new Float32Array(product(step.outputShape));
  return {
    name,
    kind,
    shape: step.outputShape,
    preActivation,
    activation: functionName === "linear" ? preActivation : new Float32Array(preActivation.length),
    step,
    operation: OPERATIONS[kind](step, weights[name]),
  };
}

/** @param {Stage} stage @param {Float32Array} input */
function runStage({ step, operation, shape, preActivation, activation }, input) {
  operation.forward(input, preActivation);
  if (activation !== preActivation) {
    ACTIVATIONS[step.layer.activation].forward(preActivation, activation, shape[shape.length - 1]);
  }
}
