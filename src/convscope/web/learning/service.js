/** Trains at somebody's request: the same in a worker and on the main thread. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { ErrorParts } from "../core/errors.js" */
/** @import { Examples } from "./examples.js" */
/** @import { ModelFacts } from "./model_writer.js" */
/** @import { StepResult, Training, TrainingPlan } from "./training.js" */
import { ConvscopeError, errorParts } from "../core/errors.js";
import { writeModel } from "./model_writer.js";
import { createTraining } from "./training.js";

/** How long steps are taken before those who wait get a word in, in ms. */
const SLICE_MS = 12;

/**
 * A tensor as it is right now: arrays of its own, by `<layer>.<tensor>` where there are several.
 *
 * @typedef {{shape: Shape, values: Float32Array, gradient: Float32Array | null}} TensorNow
 */

/**
 * `begin` replaces a training that was under way. `run` takes steps until `pause`, an error, or the
 * end of so many epochs; what they saw is told as they are taken. `watch` names the tensors that are
 * told along; `read` answers with some, or with all.
 *
 * @typedef {{action: "begin", plan: TrainingPlan}
 *   | {action: "step", count?: number}
 *   | {action: "run", epochs?: number}
 *   | {action: "pause"}
 *   | {action: "watch", tensors: string[]}
 *   | {action: "read", tensors?: string[]}
 *   | {action: "set", learningRate: number}
 *   | {action: "evaluate", examples: Examples}
 *   | {action: "export", facts?: ModelFacts}} LearningRequest
 */

/**
 * What is told while a training runs, and once when it stops by itself.
 *
 * @typedef {object} LearningNews
 * @property {StepResult[]} steps since the last news
 * @property {Record<string, TensorNow>} tensors those that are watched, after the last step
 * @property {boolean} isRunning
 * @property {ErrorParts} [error] why it has stopped, if something went wrong
 */

/** @typedef {{value?: any, error?: ErrorParts}} LearningReply */

/**
 * Returns a function that answers requests one after the other. It never throws.
 *
 * @param {(news: LearningNews) => void} tell
 * @param {(work: () => void) => void} [later] calls back when others had their turn
 * @returns {(request: LearningRequest) => LearningReply}
 */
export function createLearningService(tell, later = afterOthers) {
  /** @type {Training | null} */
  let training = null;
  /** @type {string[]} */
  let watched = [];
  let runNumber = 0; // of the run under way; a slice of an older one does nothing
  let isRunning = false;

  /** @returns {Training} */
  function expectTraining() {
    if (training) return training;
    throw new ConvscopeError(
      "There is no training yet.",
      "Expected a net and examples first.",
      "Begin a training, then take steps.",
    );
  }

  /** @param {string[]} [names] all where they are left out @returns {Record<string, TensorNow>} */
  function read(names) {
    const { tensors } = expectTraining().network;
    /** @type {Record<string, TensorNow>} */
    const result = {};
    for (const name of names ?? tensors.keys()) {
      const tensor = tensors.get(name);
      if (!tensor) {
        throw new ConvscopeError(
          `Unknown tensor "${name}".`,
          `Known: ${[...tensors.keys()].join(", ")}.`,
          "Use one of these.",
        );
      }
      const { shape, values, gradient } = tensor;
      result[name] = { shape, values: values.slice(), gradient: gradient?.slice() ?? null };
    }
    return result;
  }

  function stop() {
    runNumber++;
    isRunning = false;
  }

  /** @param {number} number of the run @param {number} epochs that it still has to end */
  function runSlice(number, epochs) {
    if (number !== runNumber) return;
    /** @type {StepResult[]} */
    const steps = [];
    const end = performance.now() + SLICE_MS;
    try {
      while (epochs > 0) {
        const result = expectTraining().step();
        steps.push(result);
        if (result.epochMeans) epochs--;
        if (performance.now() >= end) break;
      }
      isRunning = epochs > 0;
      tell({ steps, tensors: read(watched), isRunning });
    } catch (thrown) {
      isRunning = false;
      tell({ steps, tensors: {}, isRunning, error: errorParts(thrown) });
    }
    if (isRunning) later(() => runSlice(number, epochs));
  }

  /** @param {LearningRequest} request @returns {any} */
  function answer(request) {
    switch (request.action) {
      case "begin":
        stop();
        training = createTraining(request.plan);
        watched = [];
        return null;
      case "step": {
        stop();
        const { step } = expectTraining();
        return Array.from({ length: request.count ?? 1 }, step);
      }
      case "run":
        expectTraining();
        stop();
        isRunning = true;
        later(runSlice.bind(null, runNumber, request.epochs ?? Infinity));
        return null;
      case "pause":
        stop();
        return null;
      case "watch":
        read(request.tensors);
        watched = request.tensors;
        return null;
      case "read":
        return read(request.tensors);
      case "set":
        expectTraining().optimizer.learningRate = request.learningRate;
        return null;
      case "evaluate":
        return expectTraining().evaluate(request.examples);
      case "export": {
        const { architecture, weights } = expectTraining().network;
        return writeModel(architecture, weights, request.facts);
      }
    }
  }

  return (request) => {
    try {
      return { value: answer(request) };
    } catch (thrown) {
      return { error: errorParts(thrown) };
    }
  };
}

/**
 * Does some work when those who wait had their turn. A timer would do, but browsers make timers that
 * call timers wait for 4 ms.
 *
 * @param {() => void} work
 */
function afterOthers(work) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work();
  };
  port2.postMessage(null);
}
