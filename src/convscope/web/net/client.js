/** The page's side of the net: runs it in a worker, or on the main thread where none starts. */

/** @import { Aim, GradientExplanation } from "./gradient_inspector.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Model } from "./model.js" */
/** @import { Channel } from "./channel.js" */
/** @import { Snapshot } from "./service.js" */
/** @import { Outcome, Supposition } from "./what_if.js" */
import { createChannel } from "./channel.js";
import { latestWins } from "./latest_wins.js";
import { loadModel } from "./model.js";

/** How long a worker may compute before it counts as silent. */
const PATIENCE_MS = 30_000;

/** The net of a page that has only one. */
const FIRST_NET = "first";

/**
 * One net with one model; several run side by side, each with numbers of its own.
 *
 * @typedef {object} NetClient
 * @property {(file: ArrayBuffer) => Promise<Model>} load makes a model file the current model
 * @property {(input: Float32Array, options?: {heatMapFor?: number | "top"})
 *   => Promise<Snapshot | null>} run null where a newer call took its place
 * @property {(layer: string, position: number[]) => Promise<Explanation>} explain a neuron of the
 *   last run: (row, column, channel) or (unit,)
 * @property {(layer: string, position: number[], aim: Aim) => Promise<GradientExplanation>}
 *   explainGradient the same for the gradient of a logit or of the loss at that neuron
 * @property {(supposition: Supposition) => Promise<Outcome>} suppose what the net would say of the
 *   last run's input if some of its values were others
 * @property {() => Promise<void>} forget gives the model's memory back
 */

/**
 * The first net, and a way to others.
 *
 * @typedef {NetClient & {net: (key: string) => NetClient, close: () => void}} Client
 */

/**
 * Returns a client. Errors of the net reject with a `ConvscopeError`.
 *
 * @param {() => Worker} [startWorker] how the worker is started; one that throws or fails to load
 *   is replaced by the main thread
 * @param {number} [patienceMs] how long a single request may take; see `createChannel`
 * @returns {Client}
 */
export function createClient(startWorker = startModuleWorker, patienceMs = PATIENCE_MS) {
  const { ask, close } = createChannel(startWorker, patienceMs);
  const net = (/** @type {string} */ key) => createNetClient(ask, key);
  return { ...net(FIRST_NET), net, close };
}

/** @param {Channel["ask"]} ask @param {string} net its key @returns {NetClient} */
function createNetClient(ask, net) {
  const latestRun = latestWins(ask);
  return {
    async load(file) {
      const model = loadModel(file);
      await ask({ action: "load", net, file });
      return model;
    },
    run: (input, options = {}) => /** @type {Promise<Snapshot | null>} */ (latestRun({
      action: "run",
      net,
      input,
      ...options,
    })),
    explain: (
      layer,
      position,
    ) => /** @type {Promise<Explanation>} */ (ask({ action: "explain", net, layer, position })),
    explainGradient: (layer, position, aim) => /** @type {Promise<GradientExplanation>} */ (ask({
      action: "explain",
      net,
      layer,
      position,
      aim,
    })),
    suppose: (supposition) => /** @type {Promise<Outcome>} */ (ask({
      action: "suppose",
      net,
      supposition,
    })),
    forget: async () => void await ask({ action: "forget", net }),
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
