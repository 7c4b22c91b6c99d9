/** The page's side of the net: runs it in a worker, or on the main thread where none starts. */

/** @import { Aim, GradientExplanation } from "./gradient_inspector.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Model } from "./model.js" */
/** @import { Request, Snapshot } from "./service.js" */
import { errorFromParts } from "../core/errors.js";
import { latestWins } from "./latest_wins.js";
import { loadModel } from "./model.js";
import { createService } from "./service.js";

/**
 * @typedef {object} Client
 * @property {(file: ArrayBuffer) => Promise<Model>} load makes a model file the current model
 * @property {(input: Float32Array, options?: {heatMapFor?: number | "top"})
 *   => Promise<Snapshot | null>} run null where a newer call took its place
 * @property {(layer: string, position: number[]) => Promise<Explanation>} explain a neuron of the
 *   last run: (row, column, channel) or (unit,)
 * @property {(layer: string, position: number[], aim: Aim) => Promise<GradientExplanation>}
 *   explainGradient the same for the gradient of a logit or of the loss at that neuron
 * @property {() => void} close ends the worker
 */

/**
 * Returns a client. Errors of the net reject with a `ConvscopeError`.
 *
 * @param {() => Worker} [startWorker] how the worker is started; one that throws or fails to load
 *   is replaced by the main thread
 * @returns {Client}
 */
export function createClient(startWorker = startModuleWorker) {
  const { ask, close } = createChannel(startWorker);
  return {
    async load(file) {
      const model = loadModel(file);
      await ask({ action: "load", file });
      return model;
    },
    run: (() => {
      const latest = latestWins(ask);
      return (
        input,
        options = {},
      ) => /** @type {Promise<Snapshot | null>} */ (latest({ action: "run", input, ...options }));
    })(),
    explain: (
      layer,
      position,
    ) => /** @type {Promise<Explanation>} */ (ask({ action: "explain", layer, position })),
    explainGradient: (layer, position, aim) => /** @type {Promise<GradientExplanation>} */ (
      ask({ action: "explain", layer, position, aim })
    ),
    close,
  };
}

/** @returns {Worker} the worker from its own file; a page from `file://` may not have it */
export function startModuleWorker() {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
}

/**
 * Returns the worker whose linked source is `text`: for pages that are a single file.
 *
 * @param {string} text
 * @returns {Worker}
 */
export function startWorkerFromText(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Worker(url);
}

/**
 * @param {() => Worker} startWorker
 * @returns {{ask: (request: Request) => Promise<unknown>, close: () => void}}
 */
function createChannel(startWorker) {
  /** @typedef {PromiseWithResolvers<unknown> & {request: Request}} Pending */
  /** @type {Map<number, Pending>} */
  const pending = new Map();
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Request | null} */
  let lastLoad = null;
  let lastId = 0;
  let answer = createService();

  /** @param {number} id @param {any} reply */
  function settle(id, reply) {
    const { resolve, reject } = /** @type {Pending} */ (pending.get(id));
    pending.delete(id);
    if (reply.error) reject(errorFromParts(reply.error));
    else resolve(reply.value);
  }

  /** @param {number} id @param {Request} request */
  function send(id, request) {
    if (worker) worker.postMessage({ id, request });
    else setTimeout(() => settle(id, answer(request))); // Lets pen events through in between.
  }

  /**
   * Answers here whatever the worker has not answered.
   *
   * @param {Event} event
   */
  function fallBack(event) {
    event.preventDefault(); // It is dealt with, so the console needs no error.
    worker?.terminate();
    worker = null;
    answer = createService();
    if (lastLoad) answer(lastLoad);
    for (const [id, { request }] of pending) send(id, request);
  }

  try {
    worker = startWorker();
    worker.addEventListener("message", ({ data: { id, reply } }) => settle(id, reply));
    worker.addEventListener("error", fallBack);
  } catch {
    worker = null; // Forbidden here, as from file://.
  }

  return {
    ask(request) {
      if (request.action === "load") lastLoad = request;
      const entry = { request, ...Promise.withResolvers() };
      pending.set(++lastId, entry);
      send(lastId, request);
      return entry.promise;
    },
    close: () => worker?.terminate(),
  };
}
