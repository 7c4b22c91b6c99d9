/** The live channel of the server: what happens in a run; it comes back by itself when cut. */

import { whose } from "./whose.js";

/** Milliseconds until it is tried anew: at first, and at most. */
const FIRST_MS = 500;
const MOST_MS = 8000;

/**
 * @typedef {object} Told
 * @property {(message: {events: any[], anew: boolean}) => void} events what happened in the run;
 *   `anew` where all that was told before is to be forgotten
 * @property {() => void} changed runs or the queue have changed
 * @property {(isThere: boolean) => void} server whether the server answers
 */

/**
 * Follows a run, or only the list of all.
 *
 * @param {string} run or empty
 * @param {Told} told
 * @returns {() => void} ends it
 */
export function followRun(run, told) {
  let byte = 0;
  let file = "";
  let waitMs = FIRST_MS;
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {WebSocket | null} */
  let socket = null;

  function connect() {
    const pupil = whose();
    const query = new URLSearchParams({
      ...run && { run, byte: String(byte), file },
      ...pupil && { pupil },
    });
    socket = new WebSocket(`ws://${location.host}/api/live?${query}`);
    socket.onopen = () => {
      if (waitMs > FIRST_MS) told.changed(); // Whatever happened while it was cut.
      waitMs = FIRST_MS;
      told.server(true);
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.kind === "changed") told.changed();
      else {
        ({ byte, file } = message);
        told.events(message);
      }
    };
    socket.onclose = () => {
      if (isOver) return;
      told.server(false);
      timer = setTimeout(connect, waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    };
  }
  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket?.close();
  };
}
