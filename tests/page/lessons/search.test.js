import assert from "node:assert/strict";
import { findPlaces, folded, placesOf } from "../../../src/convscope/web/lessons/search.js";

/** @param {number} number @param {string} title @param {any[]} parts */
const lesson = (number, title, parts) => ({
  ...{ number, title, parts, name: `lesson-${number}`, language: "en", minutes: 1, terms: {} },
  idea: `The idea of ${number}.`,
});

const LESSONS = [
  lesson(1, "Pooling", [{ kind: "heading", text: [{ style: "plain", text: "No max" }] }]),
  lesson(2, "Learning, backwards", [
    { kind: "paragraph", text: [{ style: "plain", text: "Pooling is not found here" }] },
    { kind: "puzzle", name: "shared-pool" },
  ]),
];
const TERMS = [
  {
    key: "max pooling",
    word: "max pooling",
    other: "最大プーリング",
    meaning: "",
    lesson: LESSONS[0],
  },
  { key: "AUC", word: "AUC", other: "AUC", meaning: "", lesson: LESSONS[1] },
];
const PLACES = placesOf(LESSONS, TERMS, (name) => `Carpooling ${name}`);

/** @param {string} typed */
const found = (typed) =>
  findPlaces(PLACES, typed).map(({ kind, text, part }) => [kind, text, part]);

Deno.test("what begins with the word comes before what contains it", () => {
  assert.deepEqual(found("pool"), [
    ["lesson", "Pooling", 0],
    ["term", "max pooling", 0],
    ["puzzle", "Carpooling shared-pool", 1],
  ]);
  assert.deepEqual(found("max"), [["term", "max pooling", 0], ["heading", "No max", 0]]);
  assert.deepEqual(found("idea of 2"), [["lesson", "Learning, backwards", 0]]);
});

Deno.test("every word has to be there, and nothing typed finds nothing", () => {
  assert.deepEqual(found("pooling  MAX"), [["term", "max pooling", 0]]);
  assert.deepEqual(found("pooling absent"), []);
  for (const nothing of ["", "  ", "　"]) assert.deepEqual(found(nothing), []);
});

Deno.test("width, capitals and the kind of kana make no difference", () => {
  for (const typed of ["ａｕｃ", "auc", "AUC"]) {
    assert.deepEqual(found(typed), [["term", "AUC", 0]]);
  }
  for (const typed of ["ぷーりんぐ", "ﾌﾟｰﾘﾝｸﾞ", "プーリング", "最大ぷー"]) {
    assert.deepEqual(found(typed), [["term", "max pooling", 0]], typed);
  }
  assert.equal(folded("ヴァ・ヶ"), "ゔぁ・ゖ");
});
