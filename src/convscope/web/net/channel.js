/** Requests to the nets, answered one at a time by a worker, or here where none starts. */

/** @import { Request } from "./service.js" */
/** @import { OpenPromise } from "../core/promises.js" */
import { ConvscopeError, errorFromParts } from "../core/errors.js";
import { openPromise } from "../core/promises.js";
import { nextRequest } from "./request_order.js";
import { createService } from "./service.js";

/** @typedef {OpenPromise<unknown> & {request: Request}} Pending */

/**
 * @typedef {object} Channel
 * @property {(request: Request) => Promise<unknown>} ask
 * @property {() => void} close ends the worker
 */

/**
 * Returns a channel. The worker is given one request at a time, so that what is newer need not
 * wait for what is older, and silence can be blamed on the one request that it was given.
 *
 * @param {() => Worker} startWorker
 * @param {number} patienceMs after which a worker that has never answered is replaced by the main
 *   thread, and one that has is ended and started again without the request that it choked on
 * @returns {Channel}
 */
export function createChannel(startWorker, patienceMs) {
  /** @type {Pending[]} the oldest first */
  let waiting = [];
  /** @type {Pending | null} */
  let current = null;
  /** @type {Map<string, Request>} the models that are loaded, by net */
  const loads = new Map();
  /** @type {string[]} nets in the order in which they were served last */
  let served = [];
  /** @type {Worker | null} */
  let worker = null;
  let lastId = 0;
  let hasAnswered = false;
  let answer = createService();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Gives the next request to whoever computes, if that one is free. */
  function proceed() {
    if (current || waiting.length === 0) return;
    current = nextRequest(waiting, served);
    const { request } = current;
    waiting = waiting.filter((pending) => pending !== current);
    served = [...served.filter((net) => net !== request.net), request.net];
    send(current);
  }

  /** @param {Pending} pending */
  function send({ request }) {
    const id = ++lastId;
    if (worker) {
      timer = setTimeout(hasAnswered ? restart : fallBack, patienceMs);
      worker.postMessage({ id, request });
    } else {
      setTimeout(() => receive(id, answer(request))); // Lets pen events through in between.
    }
  }

  /** @param {number} id @param {any} reply */
  function receive(id, reply) {
    if (id !== lastId || !current) return; // Of a request that was given to another one since.
    clearTimeout(timer);
    const { request, resolve, reject } = current;
    current = null;
    if (reply.error) {
      reject(errorFromParts(reply.error));
    } else {
      if (request.action === "load") loads.set(request.net, request);
      if (request.action === "forget") loads.delete(request.net);
      resolve(reply.value);
    }
    proceed();
  }

  function start() {
    try {
      const started = startWorker();
      started.addEventListener("message", ({ data: { id, reply } }) => {
        if (started !== worker) return;
        hasAnswered = true;
        receive(id, reply);
      });
      started.addEventListener("error", (event) => {
        event.preventDefault(); // It is dealt with, so the console needs no error.
        if (started === worker) fallBack();
      });
      worker = started;
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
    for (const load of loads.values()) answer(load);
    if (current) send(current);
  }

  /** Gives up what the worker is computing, and has the rest computed by a new one. */
  function restart() {
    current?.reject(silence(patienceMs));
    current = null;
    worker?.terminate();
    hasAnswered = false;
    start();
    if (!worker) fallBack();
    else waiting.unshift(...[...loads.values()].map(unasked));
    proceed();
  }

  start();
  return {
    ask(request) {
      const pending = { request, .../** @type {OpenPromise<unknown>} */ (openPromise()) };
      waiting.push(pending);
      proceed();
      return pending.promise;
    },
    close() {
      clearTimeout(timer);
      worker?.terminate();
    },
  };
}

/** @param {Request} request @returns {Pending} one whose answer nobody waits for */
function unasked(request) {
  const pending = { request, .../** @type {OpenPromise<unknown>} */ (openPromise()) };
  pending.promise.catch(() => {}); // Whoever needs the model is told that there is none.
  return pending;
}

/** @param {number} ms @returns {ConvscopeError} */
function silence(ms) {
  return new ConvscopeError(
    `The net has not answered for ${Math.max(1, Math.round(ms / 1000))} seconds.`,
    "Expected an answer by then; a large net on a busy machine may need longer.",
    "Draw again; if that does not help, reload the page or take a smaller net.",
  );
}
