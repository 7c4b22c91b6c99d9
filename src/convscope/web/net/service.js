/** Answers questions about models: the same in a worker and on the main thread. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { ErrorParts } from "../core/errors.js" */
/** @import { Executor, LayerOutput, Result } from "./executor.js" */
/** @import { HeatMap } from "./grad_cam.js" */
/** @import { Aim, GradientExplanation } from "./gradient_inspector.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Outcome, Supposition } from "./what_if.js" */
import { indexOfLargest } from "../core/arrays.js";
import { ConvscopeError, errorParts } from "../core/errors.js";
import { readStrangersFile } from "../core/strangers.js";
import { createExecutor } from "./executor.js";
import { gradCam } from "./grad_cam.js";
import { explainGradient } from "./gradient_inspector.js";
import { explainNeuron } from "./inspector.js";
import { loadModel } from "./model.js";
import { whatIf } from "./what_if.js";

/**
 * A run's result with arrays of its own, and the heat map if one was asked for.
 *
 * @typedef {Result & {heatMap: HeatMap | null}} Snapshot
 */

/**
 * `net` is the key under which the model was loaded; each has an executor of its own.
 * `heatMapFor` is a class index, or "top" for the class with the largest logit. With an `aim` the
 * gradient at the neuron is explained instead of its value.
 *
 * @typedef {{action: "load", net: string, file: ArrayBuffer}
 *   | {action: "run", net: string, input: Float32Array, heatMapFor?: number | "top"}
 *   | {action: "explain", net: string, layer: string, position: number[], aim?: Aim}
 *   | {action: "suppose", net: string, supposition: Supposition}
 *   | {action: "forget", net: string}} Request
 */

/**
 * @typedef {object} Reply
 * @property {Snapshot | Explanation | GradientExplanation | Outcome | null} [value]
 * @property {ErrorParts} [error]
 * @property {ArrayBuffer[]} transfer buffers that may move to the other thread
 */

/**
 * Returns a function that answers requests one after the other. It never throws.
 *
 * @returns {(request: Request) => Reply}
 */
export function createService() {
  /** @type {Map<string, Executor>} */
  const executors = new Map();

  /** @param {string} net @returns {Executor} */
  function expectExecutor(net) {
    const executor = executors.get(net);
    if (executor) return executor;
    throw new ConvscopeError(
      "There is no model yet.",
      "Expected a model to be loaded first.",
      "Load a model file, then draw.",
    );
  }

  return (request) => {
    try {
      switch (request.action) {
        case "load":
          executors.set(
            request.net,
            readStrangersFile(() => createExecutor(loadModel(request.file))),
          );
          return { value: null, transfer: [] };
        case "run":
          return snapshot(expectExecutor(request.net), request.input, request.heatMapFor);
        case "explain": {
          const { layer, position, aim } = request;
          const executor = expectExecutor(request.net);
          const value = aim
            ? explainGradient(executor, layer, position, aim)
            : explainNeuron(executor, layer, position);
          return { value, transfer: [] };
        }
        case "suppose": {
          const value = whatIf(expectExecutor(request.net), request.supposition);
          return { value, transfer: [] };
        }
        case "forget":
          executors.delete(request.net);
          return { value: null, transfer: [] };
      }
    } catch (thrown) {
      return { error: errorParts(thrown), transfer: [] };
    }
  };
}

/**
 * @param {Executor} executor
 * @param {Float32Array} input
 * @param {number | "top"} [heatMapFor]
 * @returns {Reply}
 */
function snapshot(executor, input, heatMapFor) {
  const result = executor.run(input);
  const classIndex = heatMapFor === "top" ? indexOfLargest(result.logits) : heatMapFor;
  const heatMap = classIndex === undefined ? null : gradCam(executor, classIndex);
  const arrays = result.layers.flatMap((layer) => [layer.preActivation, layer.activation]);
  const copies = copyTogether([...arrays, result.logits, result.probabilities]);
  const copyOf = (
    /** @type {Float32Array} */ array,
  ) => /** @type {Float32Array} */ (copies.get(array));
  const layers = result.layers.map(({ name, kind, shape, preActivation, activation }) => ({
    name,
    kind,
    shape,
    preActivation: copyOf(preActivation),
    activation: copyOf(activation),
  }));
  const logits = copyOf(result.logits);
  const probabilities = copyOf(result.probabilities);
  return {
    value: { layers, logits, probabilities, heatMap },
    transfer: [/** @type {ArrayBuffer} */ (logits.buffer)],
  };
}

/**
 * Returns a copy of each array, all of them in one buffer; layers that share one share its copy.
 *
 * @param {Float32Array[]} arrays
 * @returns {Map<Float32Array, Float32Array>}
 */
function copyTogether(arrays) {
  const different = new Set(arrays);
  let length = 0;
  for (const array of different) length += array.length;
  const all = new Float32Array(length);
  /** @type {Map<Float32Array, Float32Array>} */
  const copies = new Map();
  let end = 0;
  for (const array of different) {
    const copy = all.subarray(end, end += array.length);
    copy.set(array);
    copies.set(array, copy);
  }
  return copies;
}
