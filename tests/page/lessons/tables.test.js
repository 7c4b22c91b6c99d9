import assert from "node:assert/strict";
import { within } from "../../../src/convscope/web/lessons/figure.js";
import { FIGURES, PUZZLES } from "../../../src/convscope/web/lessons/all_themes.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";

const LESSONS = new URL("../../../src/convscope/web/lessons/", import.meta.url);

/** @param {string} room @returns {string[]} the names of its modules, as lessons call them */
function modulesOf(room) {
  return [...Deno.readDirSync(new URL(room, LESSONS))]
    .map(({ name }) => name.replace(".js", "").replaceAll("_", "-")).sort();
}

Deno.test("every figure and every puzzle stands in its table, under the name of its file", () => {
  assert.deepEqual(FIGURES.map(({ name }) => name).sort(), modulesOf("figures"));
  assert.deepEqual(PUZZLES.map(({ name }) => name).sort(), modulesOf("puzzles"));
});

Deno.test("no two figures share a key of the address", () => {
  const keys = FIGURES.flatMap(({ defaults }) => Object.keys(defaults));
  assert.deepEqual([...new Set(keys)], keys);
});

Deno.test("the same seed gives the same task, another seed soon another", () => {
  for (const { make } of PUZZLES) {
    const tasks = Array.from(
      { length: 20 },
      (_, seed) => JSON.stringify(make(createRandom([seed]))),
    );
    assert.equal(JSON.stringify(make(createRandom([3]))), tasks[3]);
    assert.ok(new Set(tasks).size > 15);
  }
});

Deno.test("an address brings only numbers that a figure can use", () => {
  assert.equal(within(3, 0, 5, 1), 3);
  assert.equal(within(-9, 0, 5, 1), 0);
  assert.equal(within(1e300, 0, 5, 1), 5);
  for (const bad of ["3", null, undefined, NaN, [3]]) assert.equal(within(bad, 0, 5, 1), 1);
});
