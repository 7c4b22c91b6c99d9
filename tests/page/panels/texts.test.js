import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { ERRORS_JA } from "../../../src/convscope/web/core/errors_ja.js";
import { languageFor, LANGUAGES, textsIn } from "../../../src/convscope/web/core/texts.js";
import { SMALL_NETS } from "../../../src/convscope/web/learning/small_nets.js";
import { DATA_NAMES, OPTIMIZERS } from "../../../src/convscope/web/training/training_state.js";
import { ACTIVATIONS } from "../../../src/convscope/web/net/activations.js";
import { LAYER_KINDS } from "../../../src/convscope/web/net/layer_kinds.js";
import { IDEAS } from "../../../src/convscope/web/panels/neuron/idea_row.js";

const { en, ja } = LANGUAGES;

/** Beginnings of keys that are put together from what the net says. */
const FROM_NET = [
  ...["step.", "kind.", "origin.", "aim.", "tensor."],
  ...["question.", "idea.", "name.", "function.", "pattern.", "words."],
];

/** Beginnings of keys that are put together from what can be chosen, and these choices. */
const CHOSEN = {
  "train.data": DATA_NAMES,
  "train.dataNote": DATA_NAMES,
  "train.net": SMALL_NETS,
  "train.netNote": SMALL_NETS,
  "train.optimizer": Object.keys(OPTIMIZERS),
  "train.optimizerNote": Object.keys(OPTIMIZERS),
  "train.status": ["beginning", "waiting", "fresh", "running", "paused", "fit", "ended", "broken"],
};

const BUILT = [...FROM_NET, ...Object.keys(CHOSEN).map((beginning) => `${beginning}.`)];

Deno.test("both languages say the same things with the same values", () => {
  assert.deepEqual(Object.keys(ja.texts), Object.keys(en.texts));
  for (const [key, text] of Object.entries(en.texts)) {
    const names = (/** @type {string} */ of) => (of.match(/\{\w+\}/g) ?? []).sort();
    const other = ja.texts[/** @type {keyof typeof ja.texts} */ (key)];
    assert.deepEqual(names(other), names(text), key);
    assert.ok(other.length > 0);
  }
});

Deno.test("values are put in, and what is missing stays visible", () => {
  const t = textsIn("en");
  assert.equal(t("verdict.second", { name: "8", percent: "3 %" }), "Second guess: 8, 3 %");
  assert.match(t("verdict.second", { name: "8" }), /\{percent\}/);
});

Deno.test("one is said in another way than many", () => {
  const t = textsIn("en");
  assert.equal(t("layers.values", { number: 1 }), "1 value");
  assert.equal(t("layers.values", { number: 10 }), "10 values");
  assert.match(
    t("page.about", { name: "a", layers: 1, parameters: 34_826 }),
    /1 layer · 34,826 parameters/,
  );
});

Deno.test("every kind of layer is told in one sentence, in both languages", () => {
  for (const texts of [en.texts, ja.texts]) {
    for (const kind of Object.keys(LAYER_KINDS)) {
      const text = /** @type {Record<string, string>} */ (texts)[`kind.${kind}`];
      assert.match(text, /^[^.。]+[.。]$/, kind);
    }
  }
});

Deno.test("every choice of a training has its texts, and no text has lost its choice", () => {
  for (const [beginning, names] of Object.entries(CHOSEN)) {
    const keys = Object.keys(en.texts).filter((key) => key.startsWith(`${beginning}.`));
    assert.deepEqual(keys, names.map((name) => `${beginning}.${name}`));
  }
});

Deno.test("every kind of layer and every activation has its ideas, each in one sentence", () => {
  assert.deepEqual(Object.keys(IDEAS).sort(), Object.keys(LAYER_KINDS).sort());
  const functions = Object.keys(ACTIVATIONS).filter((name) => name !== "linear");
  const ideas = [...new Set(Object.values(IDEAS).flat())].map((idea) => `idea.${idea}`);
  for (const texts of [en.texts, ja.texts]) {
    const told = /** @type {Record<string, string>} */ (texts);
    for (const key of [...ideas, ...functions.map((name) => `function.${name}`)]) {
      assert.match(told[key], /^[^.。]+[.。]$/, key);
      assert.ok(told[`name.${key}`], key);
    }
  }
});

Deno.test("Japanese has one word for a sum, and one way of spacing", () => {
  const letter = "[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}]";
  const tight = new RegExp(`${letter}[A-Za-z0-9]|[A-Za-z0-9]${letter}`, "u");
  for (const [key, text] of [...Object.entries(ja.texts), ...Object.entries(ERRORS_JA)]) {
    const filled = text.replace(/\{(target|pattern)\}/g, "対象").replace(/\{\d\}|\{\w+\}/g, "9")
      .replace(
        /「9」/g,
        "「」",
      );
    if (!text.includes("「")) assert.doesNotMatch(filled, tight, key);
    assert.doesNotMatch(text, /合計|(?<!総)和(?!語)/, key);
  }
});

Deno.test("Japanese has one spelling for a word, and one word for a thing", () => {
  const others =
    /(フィルタ|パラメータ|フォルダ|ブラウザ|サーバ|ヘッダ)(?!ー)|チャネル|学習画像|得点/;
  for (const [key, text] of [...Object.entries(ja.texts), ...Object.entries(ERRORS_JA)]) {
    assert.doesNotMatch(text, others, key);
  }
});

Deno.test("the chosen language goes before the preferred ones, English is left over", () => {
  assert.equal(languageFor("ja", ["en-GB"]), "ja");
  assert.equal(languageFor("", ["fr-FR", "ja-JP", "en"]), "ja");
  assert.equal(languageFor("xx", ["fr"]), "en");
});

Deno.test("every text is shown somewhere", () => {
  const web = new URL("../../../src/convscope/web/", import.meta.url);
  const scripts = readdirSync(web, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js") && !name.includes("texts_"))
    .map((name) => readFileSync(new URL(name, web), "utf8")).join();
  const isUsed = (/** @type {string} */ key) =>
    BUILT.some((beginning) => key.startsWith(beginning)) || scripts.includes(`"${key}"`);
  assert.deepEqual(Object.keys(en.texts).filter((key) => !isUsed(key)), []);
});
