/** Runs a model on one input and keeps what every layer computed. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Architecture, Step } from "./architecture.js" */
/** @import { Compiled } from "./kernel.js" */
/** @import { Model } from "./model.js" */
/** @import { Operation } from "./operations.js" */
import { shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { compileKernel } from "./kernel.js";
import { createKernelEngine } from "./kernel_engine.js";
import { KIND_FACTS } from "./kind_facts.js";
import { OPERATIONS } from "./operations.js";
import { numClasses, writeProbabilities } from "./probabilities.js";
import { createScriptEngine } from "./script_engine.js";

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
 * A layer with what it is and does, backwards too.
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
 * @param {Compiled | null} [compiled] the kernel that computes; null for JavaScript alone
 * @returns {Executor}
 */
export function createExecutor(model, compiled = compileKernel()) {
  const { architecture, weights } = model;
  const operations = architecture.steps.map((step) =>
    OPERATIONS[step.layer.kind](step, weights[step.layer.name])
  );
  const engine = (compiled && createKernelEngine(model, operations, compiled)) ??
    createScriptEngine(model, operations);
  const { input } = engine;
  const stages = architecture.steps.map((step, index) => ({
    name: step.layer.name,
    kind: step.layer.kind,
    shape: step.outputShape,
    preActivation: engine.layers[index].preActivation,
    activation: engine.layers[index].activation,
    step,
    operation: operations[index],
  }));
  const logits = stages[outputIndex(architecture)]?.preActivation ?? input;
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
      for (const { compute } of engine.layers) compute();
      writeProbabilities(architecture.outputActivation, output, probabilities);
      return { layers: stages, logits, probabilities };
    },
  };
}

/**
 * Returns the position of the layer whose pre-activation is the logits: the last one with an
 * activation function, behind which layers may only pass values on; in a net that ends otherwise
 * the last.
 *
 * @param {Architecture} architecture
 * @returns {number} −1 for a net without layers
 */
export function outputIndex({ layers }) {
  const index = layers.findLastIndex(({ kind }) => !KIND_FACTS[kind].passes_on);
  return index >= 0 && "activation" in layers[index] ? index : layers.length - 1;
}
