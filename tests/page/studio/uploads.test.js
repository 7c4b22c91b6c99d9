/** What Collect sends: a few at a time, each once, stopped and gone on with, through silence. */

import assert from "node:assert/strict";
import { ConvscopeError, UnreachableError } from "../../../src/convscope/web/core/errors.js";
import { createUploads } from "../../../src/convscope/web/studio/collect_uploads.js";

/** @import { Progress } from "../../../src/convscope/web/studio/collect_uploads.js" */

/** @param {number} count @param {string} [name] @returns {Blob[]} */
const pictures = (count, name = "") =>
  Array.from({ length: count }, (_, i) => new File([], name + i));

/** @param {Blob} file @returns {string} */
const nameOf = (file) => /** @type {File} */ (file).name;

/**
 * A server that the test answers for, and a page that remembers what it was told.
 *
 * @param {(ms: number) => Promise<void>} [wait]
 */
function scene(wait) {
  /** @type {{name: string, to: string, kept: () => void, failed: (thrown: unknown) => void}[]} */
  const travelling = [];
  /** @type {string[]} */
  const arrived = [];
  /** @type {Progress[]} */
  const told = [];
  const uploads = createUploads((file, to) =>
    new Promise((resolve, reject) => {
      const name = nameOf(file);
      travelling.push({
        name,
        to,
        kept: () => {
          arrived.push(`${to}${name}`);
          resolve(null);
        },
        failed: reject,
      });
    }), wait);
  uploads.watch((progress) => told.push(progress));
  return {
    uploads,
    travelling,
    arrived,
    told,
    last: () => told[told.length - 1],
    /** Has everything that travels arrive, until nothing does. */
    async deliver() {
      while (travelling.length > 0) {
        travelling.shift()?.kept();
        await turn();
      }
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("few travel at once, in their order, each once", async () => {
  const { uploads, travelling, arrived, last, deliver, told } = scene();
  uploads.add(pictures(3000), "a");
  assert.deepEqual(travelling.map(({ name }) => name), ["0", "1", "2"]);
  let most = 0;
  while (travelling.length > 0) {
    most = Math.max(most, travelling.length);
    travelling.shift()?.kept();
    await Promise.resolve().then(() => {});
    await Promise.resolve();
    if (travelling.length === 0) await turn();
  }
  await deliver();
  assert.ok(most <= 3);
  assert.deepEqual(arrived, pictures(3000).map((file) => `a${nameOf(file)}`));
  assert.deepEqual([last().done, last().total, last().isRunning], [3000, 3000, false]);
  assert.ok(told.some(({ leftMs }) => leftMs !== null));
});

Deno.test("what comes later follows, for its own class", async () => {
  const { uploads, arrived, last, deliver } = scene();
  uploads.add(pictures(4), "a");
  uploads.add(pictures(2), "b");
  await deliver();
  assert.deepEqual(arrived, ["a0", "a1", "a2", "a3", "b0", "b1"]);
  assert.equal(last().total, 6);
  uploads.add(pictures(1), "c");
  await deliver();
  assert.deepEqual([last().done, last().total], [1, 1]);
});

Deno.test("one that is refused is counted, and the others go on", async () => {
  const { uploads, travelling, last, deliver } = scene();
  const refusal = new ConvscopeError("It is no image.", "Expected one.", "Give one.");
  uploads.add(pictures(5), "a");
  travelling.shift()?.failed(refusal);
  await turn();
  await deliver();
  assert.deepEqual([last().done, last().refused, last().error], [4, 1, refusal]);
});

Deno.test("whoever stops can go on, and nothing is sent twice or lost", async () => {
  const { uploads, arrived, last, deliver } = scene();
  uploads.add(pictures(9), "a");
  uploads.stop();
  await deliver();
  assert.deepEqual([last().done, last().isRunning, last().isStopped], [3, false, true]);
  uploads.goOn();
  await deliver();
  assert.deepEqual([last().done, last().total, last().isStopped], [9, 9, false]);
  assert.equal(new Set(arrived).size, 9);
});

Deno.test("a server that falls silent is asked again until it answers", async () => {
  /** @type {(() => void)[]} */
  const waking = [];
  /** @type {number[]} */
  const waits = [];
  const { uploads, travelling, arrived, last, deliver } = scene((ms) => {
    waits.push(ms);
    return new Promise((resolve) => waking.push(resolve));
  });
  uploads.add(pictures(6), "a");
  for (let round = 0; round < 2; round++) {
    while (travelling.length) travelling.shift()?.failed(new UnreachableError("", "", ""));
    await turn();
    assert.equal(last().isCut, true);
    waking.splice(0).forEach((wake) => wake());
    await turn();
  }
  assert.deepEqual(waits, [500, 500, 500, 1000, 1000, 1000]);
  await deliver();
  assert.equal(new Set(arrived).size, 6);
  const { done, refused, isCut, isRunning, error } = last();
  assert.deepEqual([done, refused, isCut, isRunning, error], [6, 0, false, false, null]);
});

Deno.test("stopping is heard while a silent server is waited for", async () => {
  const { uploads, travelling, last } = scene(() => new Promise(() => {}));
  uploads.add(pictures(4), "a");
  while (travelling.length) travelling.shift()?.failed(new UnreachableError("", "", ""));
  await turn();
  uploads.stop();
  await turn();
  assert.deepEqual([last().isRunning, last().isStopped, last().done], [false, true, 0]);
  assert.equal(last().total, 4);
});

Deno.test("sending goes on while nobody watches", async () => {
  const { uploads, arrived, told, deliver } = scene();
  uploads.add(pictures(5), "a");
  uploads.watch(null);
  const before = told.length;
  await deliver();
  assert.equal(told.length, before);
  assert.equal(arrived.length, 5);
  uploads.watch((progress) => told.push(progress));
  assert.equal(told[told.length - 1].done, 5);
});
