/**
 * The page's one live channel to its server: what has changed, what happens in the run that is
 * watched, and whether the server answers. It comes back by itself when cut.
 */

import { whose } from "./whose.js";

/** Milliseconds until it is tried anew: at first, and at most. */
const FIRST_MS = 500;
const MOST_MS = 8000;

/** @typedef {"runs" | "labels" | "collected"} Changed what the server says has changed */

/** Everything may have: nobody was told what happened while the channel was cut. */
const ALL = /** @type {ReadonlySet<Changed>} */ (new Set(["runs", "labels", "collected"]));

/**
 * What somebody wants to hear.
 *
 * @typedef {object} Told
 * @property {(message: {events: any[], anew: boolean}) => void} [events] what happened in the run;
 *   `anew` where all that was told before is to be forgotten
 * @property {(what: ReadonlySet<Changed>) => void} [changed]
 * @property {(isThere: boolean) => void} [server] called when the server falls silent or answers
 */

/**
 * @typedef {object} Socket what is used of a `WebSocket`
 * @property {(() => void) | null} onopen
 * @property {((message: {data: string}) => void) | null} onmessage
 * @property {(() => void) | null} onclose
 * @property {() => void} close
 */

/**
 * Returns the channel: one socket for all who listen, opened for the first of them.
 *
 * @param {(query: URLSearchParams) => Socket} open
 * @param {(work: () => void, ms: number) => any} [later]
 * @returns {(run: string, told: Told) => () => void} follows a run, or with an empty name none; of
 *   several runs the one that was asked for last. What it returns ends it.
 */
export function createChannel(open, later = setTimeout) {
  /** @type {{run: string, told: Told}[]} */
  let listeners = [];
  let run = "";
  let byte = 0;
  let file = "";
  let waitMs = FIRST_MS;
  let wasCut = false;
  let attempt = 0;
  /** @type {Socket | null} */
  let socket = null;

  const wanted = () => listeners.findLast((each) => each.run)?.run ?? "";

  /** @param {(told: Told) => void} tell */
  function tellAll(tell) {
    for (const { told } of [...listeners]) tell(told);
  }

  function connect() {
    const own = ++attempt;
    const isOver = () => own !== attempt;
    socket?.close();
    if (run !== wanted()) [run, byte, file] = [wanted(), 0, ""];
    const made = open(new URLSearchParams(run ? { run, byte: String(byte), file } : {}));
    socket = made;
    made.onopen = () => {
      if (isOver()) return;
      waitMs = FIRST_MS;
      if (!wasCut) return;
      wasCut = false;
      tellAll(({ server }) => server?.(true));
      tellAll(({ changed }) => changed?.(ALL));
    };
    made.onmessage = ({ data }) => {
      if (isOver()) return;
      const message = JSON.parse(data);
      if (message.kind === "changed") {
        const what = new Set(message.what);
        return tellAll(({ changed }) => changed?.(what));
      }
      ({ byte, file } = message);
      for (const each of [...listeners]) if (each.run === run) each.told.events?.(message);
    };
    made.onclose = () => {
      if (isOver()) return;
      if (!wasCut) tellAll(({ server }) => server?.(false));
      wasCut = true;
      later(() => isOver() || connect(), waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    };
  }

  return (name, told) => {
    const listener = { run: name, told };
    listeners.push(listener);
    if (name || !socket) { // whoever begins to watch hears all from the first event on
      run = "";
      connect();
    }
    if (wasCut) told.server?.(false);
    return () => {
      listeners = listeners.filter((each) => each !== listener);
      if (listeners.length === 0) {
        attempt++;
        socket?.close();
        socket = null;
      } else if (name) connect();
    };
  };
}

/** Follows what happens; see `createChannel`. */
export const follow = createChannel((query) => {
  const pupil = whose();
  if (pupil) query.set("pupil", pupil);
  const socket = new WebSocket(`ws://${location.host}/api/live?${query}`);
  return /** @type {Socket} */ (/** @type {unknown} */ (socket));
});
