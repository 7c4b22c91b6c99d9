/** @import { ConvscopeError } from "../../../src/convscope/web/core/errors.js" */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { translateError } from "../../../src/convscope/web/core/error_translation.js";
import { ERRORS_JA } from "../../../src/convscope/web/core/errors_ja.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";

const WEB = new URL("../../../src/convscope/web/", import.meta.url);

/** Latin letters outside of code, names and file names that Japanese text keeps. */
const SENTENCE = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/;

/**
 * Returns the sentences of all errors in a source, `{}` for what varies in them.
 *
 * @param {string} source
 * @returns {string[]}
 */
function sentencesIn(source) {
  const sentences = [];
  const calls = source.match(/new ConvscopeError\(([^]*?)\n? *\);/g) ?? [];
  for (const call of calls) {
    const joined = call.replace(/(["'`])\s*\+\s*\1/g, "");
    const found = joined.matchAll(/(["`'])((?:\\.|(?!\1)[^\\])*?[.!])\1/g);
    for (const [, , text] of found) {
      sentences.push(text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "{}"));
    }
  }
  return sentences;
}

Deno.test("every error of the net and of a training is said in Japanese", () => {
  const sources = readdirSync(WEB, { recursive: true, encoding: "utf8" })
    .filter((name) => /^(net|core|learning)\/.*\.js$/.test(name))
    .map((name) => readFileSync(new URL(name, WEB), "utf8"));
  const sentences = sources.flatMap(sentencesIn);
  assert.ok(sentences.length > 60, `${sentences.length} are found`);
  const missing = sentences.filter((sentence) => !(sentence in ERRORS_JA));
  assert.deepEqual(missing, [], "add them to core/errors_ja.js");
});

Deno.test("what varies keeps its place in a translated error", () => {
  const { error, expected, fix } = translateError({
    error: 'Layer "conv" (Conv2D) received (3, 3, 1): its 5×5 window does not fit into 3×3 with ' +
      'padding="valid".',
    expected: "It needs at least 5 rows and 5 columns.",
    fix: "Take another one, by hand.",
  }, "ja");
  assert.match(error, /^層「conv」（Conv2D） への入力は \(3, 3, 1\) で、5×5 の窓が 3×3 に/);
  assert.equal(expected, "少なくとも 5 行 5 列が必要です。");
  assert.equal(fix, "Take another one, by hand.", "what nobody translated stays");
});

Deno.test("a broken model file is explained in Japanese", () => {
  assert.throws(() => loadModel(new ArrayBuffer(3)), (error) => {
    const parts = translateError(/** @type {ConvscopeError} */ (error).asJson(), "ja");
    for (const text of Object.values(parts)) assert.doesNotMatch(text, SENTENCE);
    return /3 バイト/.test(parts.error);
  });
});
