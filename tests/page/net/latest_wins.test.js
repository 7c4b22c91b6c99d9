import assert from "node:assert/strict";
import { latestWins } from "../../../src/convscope/web/net/latest_wins.js";

Deno.test("what is newer takes the place of what waits, and what runs is finished", async () => {
  /** @type {string[]} */
  const done = [];
  const run = latestWins(async (/** @type {string} */ job) => {
    await Promise.resolve();
    done.push(job);
    return job;
  });
  const answers = ["first", "second", "third", "fourth"].map(run);
  assert.deepEqual(await Promise.all(answers), ["first", null, null, "fourth"]);
  assert.deepEqual(done, ["first", "fourth"]);
  assert.equal(await run("later"), "later");
});

Deno.test("a failure reaches its caller and does not stop the queue", async () => {
  const run = latestWins((/** @type {number} */ job) =>
    job ? Promise.resolve(job) : Promise.reject(new Error("zero"))
  );
  const failing = run(0);
  const following = run(5);
  await assert.rejects(failing, /zero/);
  assert.equal(await following, 5);
});
