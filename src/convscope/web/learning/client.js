/** The page's side of a training: in a worker, or on the main thread where none starts. */

/** @import { OpenPromise } from "../core/promises.js" */
/** @import { Examples } from "./examples.js" */
/** @import { ModelFacts } from "./model_writer.js" */
/** @import { LearningNews, LearningReply, LearningRequest, TensorNow } from "./service.js" */
/** @import { StepResult, TrainingPlan } from "./training.js" */
import { ConvscopeError, errorFromParts } from "../core/errors.js";
import { openPromise } from "../core/promises.js";
import { createLearningService } from "./service.js";

/**
 * Errors of the training reject with a `ConvscopeError`.
 *
 * @typedef {object} LearningClient
 * @property {(plan: TrainingPlan) => Promise<null>} begin ends a training under way
 * @property {(count?: number) => Promise<StepResult[]>} step pauses, and takes so many steps
 * @property {(epochs?: number) => Promise<null>} run takes steps until paused, or so many epochs;
 *   what they see comes as news
 * @property {() => Promise<null>} pause resolves when no further step is taken
 * @property {(tensors: string[]) => Promise<null>} watch has these tensors come with the news
 * @property {(tensors?: string[]) => Promise<Record<string, TensorNow>>} read weights and gradients
 *   by `<layer>.<tensor>`, all of them where no names are given
 * @property {(rate: number) => Promise<null>} setLearningRate
 * @property {(examples: Examples) => Promise<{loss: number, accuracy: number}>} evaluate
 * @property {(facts?: ModelFacts) => Promise<ArrayBuffer>} exportModel as a model file
 * @property {() => void} close ends the worker
 */

/**
 * Returns a client.
 *
 * @param {(news: LearningNews) => void} onNews
 * @param {() => Worker} [startWorker] how the worker is started; one that throws or fails to load is
 *   replaced by the main thread
 * @returns {LearningClient}
 */
export function createLearningClient(onNews, startWorker = startLearningWorker) {
  /** @typedef {OpenPromise<any> & {request: LearningRequest}} Pending */
  /** @type {Map<number, Pending>} */
  const pending = new Map();
  /** @type {Worker | null} */
  let worker = null;
  let answerHere = createLearningService(onNews);
  let hasAnswered = false;
  let lastId = 0;

  /** @param {number} id @param {LearningReply} reply */
  function settle(id, { value, error }) {
    const waiting = pending.get(id);
    pending.delete(id);
    if (error) waiting?.reject(errorFromParts(error));
    else waiting?.resolve(value);
  }

  /** @param {number} id @param {LearningRequest} request */
  function send(id, request) {
    if (worker) worker.postMessage({ id, request });
    else setTimeout(() => settle(id, answerHere(request)));
  }

  /** Answers here what a worker that has not started was asked; one that broke has lost its net. */
  function giveUpWorker() {
    worker?.terminate();
    worker = null;
    answerHere = createLearningService(onNews);
    for (const [id, { request }] of pending) {
      if (hasAnswered) settle(id, { error: brokenOff().asJson() });
      else send(id, request);
    }
    if (hasAnswered) {
      onNews({ steps: [], tensors: {}, isRunning: false, error: brokenOff().asJson() });
    }
  }

  try {
    worker = startWorker();
    worker.addEventListener("message", ({ data: { id, reply, news } }) => {
      hasAnswered = true;
      if (news) onNews(news);
      else settle(id, reply);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // It is dealt with, so the console needs no error.
      giveUpWorker();
    });
  } catch {
    worker = null; // Forbidden here, as from file://.
  }

  /** @param {LearningRequest} request @returns {Promise<any>} */
  function ask(request) {
    const entry = { request, ...openPromise() };
    pending.set(++lastId, entry);
    send(lastId, request);
    return entry.promise;
  }

  return {
    begin: (plan) => ask({ action: "begin", plan }),
    step: (count) => ask({ action: "step", count }),
    run: (epochs) => ask({ action: "run", epochs }),
    pause: () => ask({ action: "pause" }),
    watch: (tensors) => ask({ action: "watch", tensors }),
    read: (tensors) => ask({ action: "read", tensors }),
    setLearningRate: (learningRate) => ask({ action: "set", learningRate }),
    evaluate: (examples) => ask({ action: "evaluate", examples }),
    exportModel: (facts) => ask({ action: "export", facts }),
    close() {
      worker?.terminate();
      answerHere({ action: "pause" });
    },
  };
}

/** @returns {Worker} the worker from its own file; a page from `file://` may not have it */
export function startLearningWorker() {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
}

/** @returns {ConvscopeError} */
function brokenOff() {
  return new ConvscopeError(
    "The training broke off: its worker failed.",
    "Expected enough memory for the net and a batch.",
    "Begin again with a smaller batch or a smaller net.",
  );
}
