/** Sends images one after another; none is read or decoded in the page. */

/**
 * How far the sending is; `total` counts from when nothing was waiting.
 *
 * @typedef {object} Progress
 * @property {number} done kept by the server
 * @property {number} refused
 * @property {number} total
 * @property {boolean} isRunning
 * @property {boolean} isStopped by the person
 * @property {unknown} error the first one
 */

/**
 * @typedef {object} Uploads
 * @property {(files: Iterable<Blob>, className: string) => void} add
 * @property {() => void} stop sends nothing more; what is on its way arrives
 */

/**
 * Returns what sends.
 *
 * @param {(file: Blob, className: string) => Promise<any>} send
 * @param {(progress: Progress) => void} tell called after every image
 * @returns {Uploads}
 */
export function createUploads(send, tell) {
  /** @type {{files: Iterator<Blob>, className: string}[]} */
  let waiting = [];
  let progress = fresh();

  async function run() {
    while (waiting.length > 0) {
      const [{ files, className }] = waiting;
      const { value, done } = files.next();
      if (done) {
        waiting.shift();
        continue;
      }
      try {
        await send(value, className);
        progress.done++;
      } catch (thrown) {
        progress.refused++;
        progress.error ??= thrown;
      }
      tell({ ...progress });
    }
    progress.isRunning = false;
    tell({ ...progress });
  }

  return {
    add(files, className) {
      const all = [...files];
      if (all.length === 0) return;
      waiting.push({ files: all[Symbol.iterator](), className });
      if (progress.isRunning) progress.total += all.length;
      else {
        progress = { ...fresh(), total: all.length, isRunning: true };
        run();
      }
    },
    stop() {
      if (!progress.isRunning) return;
      waiting = [];
      progress.isStopped = true;
    },
  };
}

/** @returns {Progress} */
function fresh() {
  return { done: 0, refused: 0, total: 0, isRunning: false, isStopped: false, error: null };
}
