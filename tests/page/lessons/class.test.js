import assert from "node:assert/strict";
import { readHandIn, writeHandIn } from "../../../src/convscope/web/lessons/hand_in.js";
import { tallyBlocks, tallyPuzzles } from "../../../src/convscope/web/lessons/tally.js";

const READER = "0123456789abcdef";
const KEPT = { reader: READER, bets: { "one/bet": "fell" }, puzzles: { "one/sum": 3 } };

/** @param {string} text */
const plain = (text) => [{ style: /** @type {const} */ ("plain"), text }];
/** @param {string} belief */
const choice = (belief) => ({ belief, text: plain(belief), answer: plain("") });

const LESSONS = [
  {
    ...{ number: 1, name: "one", language: "en", title: "One", idea: "", minutes: 1, terms: {} },
    parts: [
      {
        ...{ kind: /** @type {const} */ ("bet"), name: "bet", question: plain("?") },
        choices: ["right", "fell", "rare", "other"].map(choice),
      },
      {
        ...{ kind: /** @type {const} */ ("bet"), name: "again", question: plain("?") },
        choices: ["right", "fell"].map(choice),
      },
      { kind: /** @type {const} */ ("puzzle"), name: "sum" },
      { kind: /** @type {const} */ ("puzzle"), name: "product" },
    ],
  },
];
const BLOCK_OF = { fell: 11, rare: null, other: 2 };

Deno.test("what is handed in is read as it was", () => {
  const { name, text } = writeHandIn(KEPT);
  assert.equal(name, "lessons-012345.json");
  const { bets, puzzles } = KEPT;
  assert.deepEqual(readHandIn(text), { reader: READER, done: { bets, puzzles } });
});

Deno.test("what cannot be counted is told, each in its own way", () => {
  const file = (/** @type {Record<string, unknown>} */ changes) =>
    JSON.stringify({ format: "convscope-lessons-1", ...KEPT, ...changes });
  const problems = [
    ["", "class.notJson"],
    [file({}).slice(0, -9), "class.notJson"],
    ["null", "class.otherFile"],
    ["[1, 2]", "class.otherFile"],
    ['"text"', "class.otherFile"],
    [file({ format: "convscope-model-1" }), "class.otherFile"],
    [" ".repeat(300_000), "class.tooLarge"],
    [file({ reader: undefined }), "class.broken", "reader: undefined"],
    [file({ reader: "<b>" }), "class.broken", 'reader: "<b>"'],
    [file({ bets: [1] }), "class.broken", "bets: [1]"],
    [file({ puzzles: null }), "class.broken", "puzzles: null"],
    [file({ bets: { "one/bet": 3 } }), "class.broken", "one/bet: 3"],
    [file({ puzzles: { "one/sum": -1 } }), "class.broken", "one/sum: -1"],
    [file({ puzzles: { "one/sum": 1.5 } }), "class.broken", "one/sum: 1.5"],
    [file({ puzzles: { "one/sum": 1e9 } }), "class.broken", "one/sum: 1000000000"],
    ["[".repeat(100_000), "class.notJson"],
  ];
  for (const [text, problem, value] of problems) {
    assert.deepEqual(readHandIn(text), { problem, ...value && { value } }, text.slice(0, 80));
  }
});

Deno.test("names of JavaScript's own in a file are nobody's bets and puzzles", () => {
  const text = `{"format": "convscope-lessons-1", "reader": "${READER}",
    "bets": {"__proto__": "fell", "constructor": "fell"}, "puzzles": {"toString": 3}}`;
  const read = readHandIn(text);
  assert.ok("done" in read);
  const [block] = tallyBlocks([read.done], LESSONS, BLOCK_OF);
  assert.equal(block.answered, 0);
  assert.equal(/** @type {any} */ ({}).fell, undefined);
  assert.deepEqual(tallyPuzzles([read.done], LESSONS).map(({ tasks }) => tasks), [0, 0]);
});

Deno.test("a class is counted by block and belief; a pupil counts once for a block", () => {
  /** @type {import("../../../src/convscope/web/lessons/progress.js").Done[]} */
  const pupils = [
    { bets: { "one/bet": "fell", "one/again": "fell" }, puzzles: { "one/sum": 3 } },
    { bets: { "one/bet": "right", "one/again": "fell" }, puzzles: { "one/sum": 2, "one/gone": 9 } },
    { bets: { "one/bet": "rare", "one/again": "unknown", "two/bet": "fell" }, puzzles: {} },
    { bets: {}, puzzles: {} },
    { bets: { "one/bet": "right" }, puzzles: { "one/product": 1, "one/sum": 0 } },
  ];
  const [second, eleventh, rare] = tallyBlocks(pupils, LESSONS, BLOCK_OF);
  assert.deepEqual([second.block, eleventh.block, rare.block], [2, 11, null]);
  assert.deepEqual([eleventh.answered, eleventh.fell], [4, 2]);
  assert.deepEqual(
    eleventh.bets.map(({ bet, answered, wrong }) => [
      bet.name,
      answered,
      wrong.map((each) => [each.choice.belief, each.count]),
    ]),
    [["bet", 4, [["fell", 1]]], ["again", 2, [["fell", 2]]]],
  );
  assert.deepEqual([rare.answered, rare.fell, rare.bets.length], [4, 1, 1]);
  assert.deepEqual([second.answered, second.fell], [4, 0]);
  assert.deepEqual(
    tallyPuzzles(pupils, LESSONS).map(({ puzzle, pupils: count, tasks }) => [puzzle, count, tasks]),
    [["sum", 2, 5], ["product", 1, 1]],
  );
});
