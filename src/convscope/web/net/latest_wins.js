/** A queue of length one: what is newer takes the place of what still waits. */

/** @import { OpenPromise } from "../core/promises.js" */
import { openPromise } from "../core/promises.js";

/**
 * Returns `work` with at most one call running and at most one waiting. A waiting call that is
 * superseded resolves to null, so that nobody draws an outdated answer.
 *
 * @template Job, Answer
 * @param {(job: Job) => Promise<Answer>} work
 * @returns {(job: Job) => Promise<Answer | null>}
 */
export function latestWins(work) {
  /** @typedef {OpenPromise<Answer | null> & {job: Job}} Waiting */
  /** @type {Waiting | null} */
  let waiting = null;
  let isRunning = false;

  /** Works until nothing waits. */
  async function workOff() {
    isRunning = true;
    while (waiting) {
      const { job, resolve, reject } = waiting;
      waiting = null;
      await work(job).then(resolve, reject);
    }
    isRunning = false;
  }

  return (job) => {
    waiting?.resolve(null);
    /** @type {Waiting} */
    const next = { job, ...openPromise() };
    waiting = next;
    if (!isRunning) workOff();
    return next.promise;
  };
}
