/** The studio's own logic: blocks, events of a training, drawing around images, words. */

import assert from "node:assert/strict";
import {
  optionOf,
  optionText,
  withLayer,
  withMoved,
  withOption,
  withoutLayer,
} from "../../../src/convscope/web/studio/blocks_state.js";
import { worstPair } from "../../../src/convscope/web/studio/confusion_table.js";
import { isInside } from "../../../src/convscope/web/studio/image_map.js";
import { inOrder } from "../../../src/convscope/web/studio/live_charts.js";
import { wordText } from "../../../src/convscope/web/studio/live_view.js";
import { addEvents, noEvents } from "../../../src/convscope/web/studio/run_events.js";
import { durationText, sorted } from "../../../src/convscope/web/studio/runs_table.js";
import { studioTextsIn } from "../../../src/convscope/web/studio/texts.js";
import { STUDIO_ENGLISH } from "../../../src/convscope/web/studio/texts_en.js";
import { STUDIO_JAPANESE } from "../../../src/convscope/web/studio/texts_ja.js";

const NET = [
  { kind: "Conv2D", name: "a" },
  { kind: "Conv2D", name: "b" },
  { kind: "Add", name: "sum", inputs: ["a", "b"] },
];

/** @param {readonly {kind: string}[]} layers */
const kinds = (layers) => layers.map(({ kind }) => kind);

Deno.test("a block comes after the chosen one, or at the end", () => {
  assert.deepEqual(kinds(withLayer(NET, { kind: "ReLU" }, 0)), ["Conv2D", "ReLU", "Conv2D", "Add"]);
  assert.deepEqual(kinds(withLayer(NET, { kind: "ReLU" }, -1)).at(-1), "ReLU");
});

Deno.test("what took a removed block in takes in what came before it", () => {
  const left = withoutLayer(NET, 1);
  assert.deepEqual(left[1].inputs, ["a"]);
  assert.deepEqual(withoutLayer(NET, 0)[1].inputs, ["input", "b"]);
  const joined = [{ kind: "Add", name: "x", inputs: ["p", "q"] }, {
    kind: "Add",
    inputs: ["x", "p"],
  }];
  assert.deepEqual(withoutLayer(joined, 0)[0].inputs, ["p", "q"]);
});

Deno.test("a block moves down and up", () => {
  assert.deepEqual(withMoved([1, 2, 3, 4].map(named), 0, 2).map(({ kind }) => kind), [
    "2",
    "3",
    "1",
    "4",
  ]);
  assert.deepEqual(withMoved([1, 2, 3, 4].map(named), 3, 0).map(({ kind }) => kind), [
    "4",
    "1",
    "2",
    "3",
  ]);
});

/** @param {number} number */
const named = (number) => ({ kind: String(number) });

Deno.test("an option is changed, or goes back to its default", () => {
  assert.equal(withOption(NET, 0, "filters", 8)[0].filters, 8);
  assert.equal("inputs" in withOption(NET, 2, "inputs", undefined)[2], false);
  assert.deepEqual(NET[2].inputs, ["a", "b"]);
});

Deno.test("what is typed becomes a number, numbers, a name or nothing", () => {
  for (
    const [text, value] of /** @type {[string, unknown][]} */ ([
      ["32", 32],
      [" 3, 5 ", [3, 5]],
      ["3x5", [3, 5]],
      ["(2, 2)", [2, 2]],
      ["0.25", 0.25],
      ["same", "same"],
      ["none", null],
      ["true", true],
      ["", undefined],
      ["  ", undefined],
    ])
  ) assert.deepEqual(optionOf(text), value, text);
  for (const value of [32, [3, 5], "same"]) assert.deepEqual(optionOf(optionText(value)), value);
});

Deno.test("steps that are done again count once", () => {
  const run = noEvents();
  addEvents(run, [
    { kind: "begin", steps_done: 0, epochs: 3 },
    { kind: "step", step: 5, loss: 2 },
    { kind: "step", step: 9, loss: 1 },
    { kind: "epoch", step: 8, epoch: 1 },
    { kind: "word", step: 9, topic: "guessing" },
    { kind: "end", status: "interrupted" },
  ]);
  assert.equal(run.end.status, "interrupted");
  addEvents(run, [{ kind: "begin", steps_done: 6, epochs: 3 }, { kind: "step", step: 9, loss: 3 }]);
  assert.deepEqual(run.steps.map(({ loss }) => loss), [2, 3]);
  assert.deepEqual([run.epochs.length, run.words.length, run.end], [0, 0, null]);
  addEvents(run, [{ kind: "begin", steps_done: 0, epochs: 3 }]);
  assert.equal(run.steps.length, 0);
});

Deno.test("short epochs of which no step was told are on the curve, and none twice", () => {
  const steps = [0.5, 1, 1.5, 4.2].map((x) => ({ x, y: x }));
  const epochs = [1, 2, 3, 4].map((x) => ({ x, y: -x }));
  const all = inOrder(steps, epochs);
  assert.deepEqual(all.map(({ x }) => x), [0.5, 1, 1.5, 2, 3, 4, 4.2]);
  assert.deepEqual(all.map(({ y }) => y), [0.5, -1, 1.5, -2, -3, -4, 4.2]);
  assert.deepEqual(inOrder([], epochs), epochs);
  assert.deepEqual(inOrder(steps, []), steps);
});

Deno.test("a line around a point holds it, whatever its shape", () => {
  const bent = [[0, 0], [10, 0], [10, 10], [5, 5], [0, 10]];
  assert.equal(isInside(bent, 2, 3), true);
  assert.equal(isInside(bent, 5, 8), false);
  assert.equal(isInside(bent, 12, 5), false);
  assert.equal(isInside([[1, 1]], 1, 1), false);
});

Deno.test("the worst pair is never a right one", () => {
  const confusion = { split: "test", classes: ["a", "b"], counts: [[90, 2], [3, 80]] };
  assert.deepEqual(worstPair(confusion), { truth: "b", verdict: "a", count: 3 });
  assert.equal(worstPair({ ...confusion, counts: [[9, 0], [0, 8]] }), null);
});

Deno.test("times are told as people tell them", () => {
  assert.equal(durationText(4.21), "4.2 s");
  assert.equal(durationText(185), "3 min 05 s");
  assert.equal(durationText(7850), "2 h 10 min");
});

/** What an event of each topic holds, as the training writes it. */
const WORDS = {
  "over-fitting": {
    epoch: 7,
    best_epoch: 3,
    best_loss: 0.2,
    best_val_loss: 0.31,
    loss: 0.1,
    val_loss: 0.45,
  },
  "still-learning": { epoch: 3, since_epoch: 1, loss: 0.5, val_loss: 0.6 },
  diverging: { epoch: 0.1, loss: null, guessing_loss: 2.3, learning_rate: 5 },
  guessing: { epoch: 0.5, loss: 2.3, guessing_loss: 2.3, learning_rate: 0.1 },
  silent: { epoch: 1, learning_rate: 0.1, layer: "conv2d", share: 0.93 },
  anew: { epoch: 0, learning_rate: 0.01, old_learning_rate: 0.1, because: "silent" },
};

Deno.test("every word of a training is a whole sentence in both languages", () => {
  for (const language of /** @type {const} */ (["en", "ja"])) {
    for (const [topic, values] of Object.entries(WORDS)) {
      const text = wordText({ kind: "word", topic, ...values }, studioTextsIn(language));
      assert.doesNotMatch(text, /[{}]|undefined|NaN/, text);
      assert.match(text, /[.。]$/);
    }
  }
});

Deno.test("both languages have the same texts with the same places", () => {
  assert.deepEqual(Object.keys(STUDIO_JAPANESE), Object.keys(STUDIO_ENGLISH));
  for (const [key, english] of Object.entries(STUDIO_ENGLISH)) {
    const japanese = STUDIO_JAPANESE[/** @type {keyof typeof STUDIO_ENGLISH} */ (key)];
    assert.deepEqual(placesOf(japanese), placesOf(english), key);
  }
});

/** @param {string} text @returns {string[]} names whose values are written, each once */
function placesOf(text) {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
}

Deno.test("runs are sorted by what is known of them, and 0 is known", () => {
  const runs = [["a", 0.5], ["b", undefined], ["c", 0], ["d", null], ["e", 0.9]].map((
    [name, test_accuracy],
  ) => /** @type {any} */ ({ name, notes: {}, test_accuracy }));
  const order = (/** @type {string} */ sort) => sorted(runs, sort).map(({ name }) => name).join("");
  assert.equal(order("test_accuracy"), "caebd");
  assert.equal(order("-test_accuracy"), "eacbd");
  assert.equal(order("no such column"), "abcde");
});
