import assert from "node:assert/strict";
import { termsOf } from "../../../src/convscope/web/lessons/glossary.js";
import { createTermLinks } from "../../../src/convscope/web/lessons/term_links.js";

/** @param {number} number @param {string} language @param {Record<string, string>} terms */
const lesson = (number, language, terms) => ({
  ...{ number, language, terms, name: `lesson-${number}`, title: "", idea: "", minutes: 1 },
  parts: [],
});

const LESSONS = {
  en: [
    lesson(1, "en", { filter: "slides", map: "is left" }),
    lesson(2, "en", { pooling: "a window", "max pooling": "the largest", "one-hot": "one 1" }),
  ],
  ja: [
    lesson(1, "ja", { "フィルター": "動く", "マップ": "残る" }),
    lesson(2, "ja", { "プーリング": "窓", "最大プーリング": "最大", "ワンホット": "1 は一つ" }),
  ],
};

/** @param {"en" | "ja"} language @param {...string} texts @returns {string[]} links in brackets */
function linked(language, ...texts) {
  const link = createTermLinks(
    termsOf(LESSONS, language),
    ({ key }, shown) => /** @type {any} */ (`[${shown}:${key}]`),
  );
  return texts.map((text) => link([{ style: "plain", text }]).join(""));
}

Deno.test("a word knows its counterpart, and has one key in both languages", () => {
  const terms = termsOf(LESSONS, "ja");
  assert.deepEqual(terms.map(({ key, word, other, meaning }) => [key, word, other, meaning])[3], [
    "max pooling",
    "最大プーリング",
    "max pooling",
    "最大",
  ]);
  assert.deepEqual(terms.map(({ key }) => key), termsOf(LESSONS, "en").map(({ key }) => key));
  assert.equal(terms[3].lesson, LESSONS.ja[1]);
});

Deno.test("the first use of a word becomes a link, the longest word before others", () => {
  assert.deepEqual(linked("en", "Max pooling of maps. Pooling a map?", "Filters, one-hot"), [
    "[Max pooling:max pooling] of [maps:map]. [Pooling:pooling] a map?",
    "[Filters:filter], [one-hot:one-hot]",
  ]);
  assert.deepEqual(linked("en", "mapping, unfiltered, spoolings"), [
    "mapping, unfiltered, spoolings",
  ]);
  assert.deepEqual(
    linked("ja", "最大プーリングのマップとプーリング", "ヒートマップ。フィルターのマップ"),
    [
      "[最大プーリング:max pooling]の[マップ:map]と[プーリング:pooling]",
      "ヒートマップ。[フィルター:filter]のマップ",
    ],
  );
});

Deno.test("words in another style are left as they are", () => {
  const link = createTermLinks([], () => {
    throw new Error("no link");
  });
  assert.deepEqual(link([{ style: "plain", text: "a map" }]), ["a map"]);
});
