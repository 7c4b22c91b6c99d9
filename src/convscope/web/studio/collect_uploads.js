/**
 * Sends images, a few at a time; none is read or decoded in the page. What was not sent when
 * somebody stopped, or when the server fell silent, waits here to be gone on with.
 */

import { UnreachableError } from "../core/errors.js";

/** Images on their way at once: while one is written to the disk the others travel. */
const AT_ONCE = 3;

/** Milliseconds until a server that fell silent is tried again: at first, and at most. */
const FIRST_MS = 500;
const MOST_MS = 8000;

/** Images that have to be through before it is said how long the others take. */
const LEAST_TIMED = 20;

/**
 * How far the sending is; `total` counts from when nothing was waiting.
 *
 * @typedef {object} Progress
 * @property {number} done kept by the server
 * @property {number} refused
 * @property {number} total
 * @property {boolean} isRunning
 * @property {boolean} isStopped by the person; the others wait
 * @property {boolean} isCut whether the server does not answer just now
 * @property {number | null} leftMs how long the others will take, or null where that is not known
 * @property {unknown} error the first one
 */

/**
 * @typedef {object} Uploads
 * @property {(files: Iterable<Blob>, className: string) => void} add
 * @property {() => void} stop sends nothing more; what is on its way arrives
 * @property {() => void} goOn with what was not sent
 * @property {(tell: ((progress: Progress) => void) | null) => void} watch whom to tell after every
 *   image, and how far it is at once; sending goes on without anybody
 */

/**
 * Returns what sends.
 *
 * @param {(file: Blob, className: string) => Promise<any>} send
 * @param {(ms: number) => Promise<void>} [wait]
 * @returns {Uploads}
 */
export function createUploads(send, wait = pause) {
  /** @type {{file: Blob, className: string}[]} the next one last */
  let waiting = [];
  let progress = fresh();
  let senders = 0;
  let beganMs = 0;
  let doneBefore = 0;
  /** @type {((progress: Progress) => void) | null} */
  let tell = null;
  let halt = () => {};
  /** @type {Promise<void>} */
  let halted = Promise.resolve();

  const through = () => progress.done + progress.refused;

  function news() {
    const timed = through() - doneBefore;
    const left = progress.total - through();
    const passedMs = performance.now() - beganMs;
    progress.leftMs = timed < LEAST_TIMED ? null : passedMs / timed * left;
    tell?.({ ...progress });
  }

  async function run() {
    senders++;
    let waitMs = FIRST_MS;
    while (!progress.isStopped) {
      const next = waiting.pop();
      if (!next) break;
      try {
        await send(next.file, next.className);
        progress.done++;
        progress.isCut = false;
        waitMs = FIRST_MS;
      } catch (thrown) {
        if (thrown instanceof UnreachableError) {
          waiting.push(next);
          progress.isCut = true;
          news();
          await Promise.race([wait(waitMs), halted]);
          waitMs = Math.min(2 * waitMs, MOST_MS);
          continue;
        }
        progress.refused++;
        progress.error ??= thrown;
      }
      news();
    }
    senders--;
    if (senders > 0) return;
    progress.isRunning = progress.isCut = false;
    news();
  }

  function begin() {
    progress.isRunning = true;
    progress.isStopped = false;
    beganMs = performance.now();
    doneBefore = through();
    halted = new Promise((resolve) => halt = resolve);
    const missing = Math.min(AT_ONCE - senders, waiting.length);
    for (let i = 0; i < missing; i++) run();
  }

  return {
    add(files, className) {
      const all = [...files].map((file) => ({ file, className })).reverse();
      if (all.length === 0) return;
      if (!progress.isRunning && waiting.length === 0) progress = fresh();
      progress.total += all.length;
      waiting = [...all, ...waiting];
      begin();
    },
    stop() {
      if (!progress.isRunning) return;
      progress.isStopped = true;
      halt();
    },
    goOn() {
      if (waiting.length > 0) begin();
    },
    watch(told) {
      tell = told;
      tell?.({ ...progress });
    },
  };
}

/** @returns {Progress} */
function fresh() {
  return {
    done: 0,
    refused: 0,
    total: 0,
    isRunning: false,
    isStopped: false,
    isCut: false,
    leftMs: null,
    error: null,
  };
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
