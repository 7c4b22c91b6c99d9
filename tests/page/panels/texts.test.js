import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { ERRORS_JA } from "../../../src/convscope/web/core/errors_ja.js";
import { STUDIO_ERRORS_JA } from "../../../src/convscope/web/studio/errors_ja.js";
import { ROOM_ERRORS_JA } from "../../../src/convscope/web/studio/errors_room_ja.js";
import { STUDIO_JAPANESE } from "../../../src/convscope/web/studio/texts_ja.js";
import { languageFor, LANGUAGES, textsIn } from "../../../src/convscope/web/core/texts.js";
import { provideAll } from "../../../src/convscope/web/lessons/all_themes.js";
import { LESSON_TEXTS } from "../../../src/convscope/web/lessons/texts.js";
import { ILLNESSES } from "../../../src/convscope/web/lessons/patients.js";
import { SMALL_NETS } from "../../../src/convscope/web/learning/small_nets.js";
import { DATA_NAMES, OPTIMIZERS } from "../../../src/convscope/web/training/training_state.js";
import { ACTIVATIONS } from "../../../src/convscope/web/net/activations.js";
import { LAYER_KINDS } from "../../../src/convscope/web/net/layer_kinds.js";
import { IDEAS } from "../../../src/convscope/web/panels/neuron/idea_row.js";

const { en, ja } = LANGUAGES;
provideAll();

/** All texts, whichever page they belong to. */
const ENGLISH = { ...en.texts, ...LESSON_TEXTS.en };
const JAPANESE = { ...ja.texts, ...LESSON_TEXTS.ja };

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
  "figure.tensor.axis": ["picture", "row", "column", "channel"],
  "figure.tensor.channel": ["red", "green", "blue"],
  "figure.clinic.name": ILLNESSES,
  "figure.clinic.sign": ILLNESSES,
  "figure.clinic.cure": ILLNESSES,
  "train.status": ["beginning", "waiting", "fresh", "running", "paused", "fit", "ended", "broken"],
};

const BUILT = [
  "figure.neuron.output.",
  "search.",
  "figure.sliding.filter.",
  ...["figure.channels.channel.", "figure.channels.kernel.", "puzzle.channel.", "puzzle.slice."],
  ...["figure.learningFilter.kind.", "figure.matchedFilter.around."],
  "figure.strides.field.",
  ...["figure.tensor.axis.", "figure.tensor.red", "figure.tensor.green", "figure.tensor.blue"],
  ...["figure.pooling.shape.", "figure.pooling.kind.", "figure.parameterBars.field."],
  "figure.shift.net.",
  "figure.whole.",
  "figure.series.unit.",
  "figure.recipe.",
  "figure.inside.net.",
  ...FROM_NET,
  ...Object.keys(CHOSEN).map((beginning) => `${beginning}.`),
];

Deno.test("both languages say the same things with the same values", () => {
  assert.deepEqual(Object.keys(JAPANESE), Object.keys(ENGLISH));
  for (const [key, text] of Object.entries(ENGLISH)) {
    const names = (/** @type {string} */ of) => (of.match(/\{\w+\}/g) ?? []).sort();
    const other = JAPANESE[/** @type {keyof typeof JAPANESE} */ (key)];
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
    const keys = Object.keys(ENGLISH).filter((key) => key.startsWith(`${beginning}.`));
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

/** All that a page says in Japanese. */
const ALL_JAPANESE = [
  JAPANESE,
  ERRORS_JA,
  STUDIO_JAPANESE,
  STUDIO_ERRORS_JA,
  ROOM_ERRORS_JA,
].flatMap(
  (table) => /** @type {[string, string][]} */ (Object.entries(table)),
);

Deno.test("Japanese has one word for a sum, and one way of spacing", () => {
  const letter = "[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}]";
  const tight = new RegExp(`${letter}[A-Za-z0-9]|[A-Za-z0-9]${letter}`, "u");
  for (const [key, text] of ALL_JAPANESE) {
    const filled = text.replace(/\{(target|pattern|eyes)\}/g, "対象").replace(
      /\{\d\}|\{\w+\}/g,
      "9",
    )
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
  for (const [key, text] of ALL_JAPANESE) {
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
    .filter((name) => name.endsWith(".js") && !/texts_|\/texts\//.test(name))
    .map((name) => readFileSync(new URL(name, web), "utf8")).join();
  const isUsed = (/** @type {string} */ key) =>
    BUILT.some((beginning) => key.startsWith(beginning)) || scripts.includes(`"${key}"`);
  assert.deepEqual(Object.keys(ENGLISH).filter((key) => !isUsed(key)), []);
});

Deno.test("no key is that of two texts", () => {
  const all = Object.keys(en.texts).length + Object.keys(LESSON_TEXTS.en).length;
  assert.equal(Object.keys(ENGLISH).length, all);
});
