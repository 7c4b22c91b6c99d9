/** The page's side of the net: runs it in a worker, or on the main thread where none starts. */

/** @import { Aim, GradientExplanation } from "./gradient_inspector.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Model } from "./model.js" */
/** @import { Request, Snapshot } from "./service.js" */
/** @import { OpenPromise } from "../core/promises.js" */
import { ConvscopeError, errorFromParts } from "../core/errors.js";
import { openPromise } from "../core/promises.js";
import { latestWins } from "./latest_wins.js";
import { loadModel } from "./model.js";
import { createService } from "./service.js";

/** How long a worker may compute before it counts as silent. */
const PATIENCE_MS = 30_000;

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
 * @param {number} [patienceMs] after which a worker that has never answered is replaced by the main
 *   thread, and one that has is ended and started again
 * @returns {Client}
 */
export function createClient(startWorker = startModuleWorker, patienceMs = PATIENCE_MS) {
  const { ask, close } = createChannel(startWorker, patienceMs);
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
 * @param {number} patienceMs
 * @returns {{ask: (request: Request) => Promise<unknown>, close: () => void}}
 */
function createChannel(startWorker, patienceMs) {
  /** @typedef {OpenPromise<unknown> & {request: Request}} Pending */
  /** @type {Map<number, Pending>} */
  const pending = new Map();
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Request | null} */
  let lastLoad = null;
  let lastId = 0;
  let hasAnswered = false;
  let answer = createService();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} id @param {any} reply */
  function settle(id, reply) {
    const waiting = pending.get(id);
    if (!waiting) return; // A model that a restarted worker has loaded again.
    pending.delete(id);
    if (reply.error) waiting.reject(errorFromParts(reply.error));
    else waiting.resolve(reply.value);
  }

  /** Waits for the worker's next answer, as long as one is due. */
  function watch() {
    clearTimeout(timer);
    if (worker && pending.size) timer = setTimeout(hasAnswered ? restart : fallBack, patienceMs);
  }

  /** @param {number} id @param {Request} request */
  function send(id, request) {
    if (worker) worker.postMessage({ id, request });
    else setTimeout(() => settle(id, answer(request))); // Lets pen events through in between.
  }

  function start() {
    try {
      worker = startWorker();
      worker.addEventListener("message", ({ data: { id, reply } }) => {
        hasAnswered = true;
        settle(id, reply);
        watch();
      });
      worker.addEventListener("error", (event) => {
        event.preventDefault(); // It is dealt with, so the console needs no error.
        fallBack();
      });
    } catch {
      worker = null; // Forbidden here, as from file://.
    }
  }

  /** Answers here whatever the worker has not answered. */
  function fallBack() {
    clearTimeout(timer);
    worker?.terminate();
    worker = null;
    answer = createService();
    if (lastLoad) answer(lastLoad);
    for (const [id, { request }] of pending) send(id, request);
  }

  /** Gives up what the worker is computing, and has the rest computed by a new one. */
  function restart() {
    const [stuck] = pending.keys();
    settle(stuck, { error: silence(patienceMs).asJson() });
    worker?.terminate();
    hasAnswered = false;
    start();
    if (!worker) return fallBack();
    if (lastLoad) send(++lastId, lastLoad);
    for (const [id, { request }] of pending) send(id, request);
    watch();
  }

  start();
  return {
    ask(request) {
      if (request.action === "load") lastLoad = request;
      const entry = { request, .../** @type {OpenPromise<unknown>} */ (openPromise()) };
      const isFirst = pending.size === 0;
      pending.set(++lastId, entry);
      send(lastId, request);
      if (isFirst) watch();
      return entry.promise;
    },
    close() {
      clearTimeout(timer);
      worker?.terminate();
    },
  };
}

/** @param {number} ms @returns {ConvscopeError} */
function silence(ms) {
  return new ConvscopeError(
    `The net has not answered for ${Math.max(1, Math.round(ms / 1000))} seconds.`,
    "Expected an answer by then; a large net on a busy machine may need longer.",
    "Draw again; if that does not help, reload the page or take a smaller net.",
  );
}
