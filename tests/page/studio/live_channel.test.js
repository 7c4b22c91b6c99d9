/** The page's one channel: who hears what, over which socket, through silence. */

import assert from "node:assert/strict";
import { createChannel } from "../../../src/convscope/web/studio/live_socket.js";

/** @import { Socket } from "../../../src/convscope/web/studio/live_socket.js" */

/** Sockets that the test answers for, and a clock that it moves. */
function scene() {
  /** @type {(Socket & {query: Record<string, string>, isClosed: boolean})[]} */
  const sockets = [];
  /** @type {{work: () => void, ms: number}[]} */
  const timers = [];
  const follow = createChannel((query) => {
    /** @type {Socket & {query: Record<string, string>, isClosed: boolean}} */
    const socket = {
      query: Object.fromEntries(query),
      isClosed: false,
      onopen: null,
      onmessage: null,
      onclose: null,
      close: () => {
        socket.isClosed = true;
        socket.onclose?.();
      },
    };
    sockets.push(socket);
    return socket;
  }, (work, ms) => timers.push({ work, ms }));
  return {
    follow,
    sockets,
    timers,
    last: () => sockets[sockets.length - 1],
    /** @param {any} message */
    say: (message) => sockets[sockets.length - 1].onmessage?.({ data: JSON.stringify(message) }),
    /** Cuts the socket, and lets the time pass until the next try. */
    cut() {
      sockets[sockets.length - 1].onclose?.();
      const { work, ms } = /** @type {{work: () => void, ms: number}} */ (timers.pop());
      work();
      return ms;
    },
  };
}

Deno.test("all who listen share one socket, and hear what they asked for", () => {
  const { follow, sockets, say } = scene();
  /** @type {string[]} */
  const heard = [];
  follow("", { changed: (what) => heard.push(`a ${[...what]}`) });
  const stop = follow("", { changed: (what) => heard.push(`b ${[...what]}`) });
  assert.equal(sockets.length, 1);
  say({ kind: "changed", what: ["runs", "labels"] });
  stop();
  say({ kind: "changed", what: ["collected"] });
  assert.deepEqual(heard, ["a runs,labels", "b runs,labels", "a collected"]);
});

Deno.test("who watches a run hears its events from the first one on, and others do not", () => {
  const { follow, sockets, last, say } = scene();
  /** @type {any[]} */
  const heard = [];
  follow("", { events: () => heard.push("nobody asked") });
  const stop = follow("A", { events: ({ events }) => heard.push(...events) });
  assert.deepEqual(sockets.map(({ isClosed }) => isClosed), [true, false]);
  assert.deepEqual(last().query, { run: "A", byte: "0", file: "" });
  say({ kind: "events", run: "A", events: [1, 2], anew: false, byte: 90, file: "f" });
  stop();
  assert.deepEqual(last().query, {});
  follow("A", { events: ({ events }) => heard.push(...events) });
  assert.deepEqual(last().query, { run: "A", byte: "0", file: "" });
  assert.deepEqual(heard, [1, 2]);
});

Deno.test("a channel that was cut comes back where it was, and says so once", () => {
  const { follow, last, say, cut } = scene();
  /** @type {string[]} */
  const heard = [];
  follow("", { server: (isThere) => heard.push(isThere ? "there" : "gone") });
  follow("A", { changed: (what) => heard.push([...what].join()) });
  last().onopen?.();
  say({ kind: "events", run: "A", events: [], anew: false, byte: 90, file: "f" });
  assert.deepEqual([cut(), cut(), cut(), cut(), cut(), cut()], [500, 1000, 2000, 4000, 8000, 8000]);
  assert.deepEqual(heard, ["gone"]);
  assert.deepEqual(last().query, { run: "A", byte: "90", file: "f" });
  follow("", { server: (isThere) => heard.push(isThere ? "there" : "gone, too") });
  last().onopen?.();
  assert.deepEqual(heard, ["gone", "gone, too", "there", "there", "runs,labels,collected"]);
  assert.equal(cut(), 500);
});

Deno.test("nobody who listens, no socket; and none comes back", () => {
  const { follow, sockets, timers, last } = scene();
  const stop = follow("", {});
  last().onclose?.();
  stop();
  timers.forEach(({ work }) => work());
  assert.equal(sockets.length, 1);
  assert.ok(last().isClosed);
  follow("", {});
  assert.equal(sockets.length, 2);
});
