import assert from "node:assert/strict";
import { likenessOf } from "../../../src/convscope/web/core/filter_likeness.js";
import { ENGLISH } from "../../../src/convscope/web/core/texts_en.js";

Deno.test("a filter is told by where its weights are larger", () => {
  const told = (/** @type {number[]} */ weights, size = 3) => {
    const { pattern, isOpposite, likeness } = likenessOf(weights, size, weights.length / size);
    assert.ok(likeness >= 0 && likeness <= 1);
    return likeness > 0.95 ? `${pattern}${isOpposite ? ".opposite" : ""}` : "";
  };
  assert.equal(told([1, 1, 1, 0, 0, 0, -1, -1, -1]), "top");
  assert.equal(told([-1, -1, -1, 0, 0, 0, 1, 1, 1]), "top.opposite");
  assert.equal(told([2, 0, -2, 2, 0, -2, 2, 0, -2]), "left");
  assert.equal(told([-1, 2, -1, -1, 2, -1, -1, 2, -1]), "vertical");
  assert.equal(told([-1, -1, -1, 2, 2, 2, -1, -1, -1]), "horizontal");
  assert.equal(told([2, -1, -1, -1, 2, -1, -1, -1, 2]), "falling");
  assert.equal(told([1, 1, -2, 1, -2, 1, -2, 1, 1]), "rising.opposite");
  assert.equal(told([-1, -1, -1, -1, 8, -1, -1, -1, -1]), "centre");
  assert.equal(told([1, 1, 1, 1, 1, 1, 1, 1, 1]), "spot");
  assert.equal(told([3, 3, 3, 3], 1), "spot");
  assert.equal(told([1, -1, 1, -1, 1, -1, 1, -1, 1]), "", "a chessboard is none of them");
});

Deno.test("a filter of zeros, or of one weight, is like nothing that it is not", () => {
  assert.equal(likenessOf([0, 0, 0, 0], 2, 2).likeness, 0);
  const { pattern, isOpposite } = likenessOf([-2], 1, 1);
  assert.deepEqual([pattern, isOpposite], ["spot", true]);
});

Deno.test("every pattern has its words", () => {
  for (const key of Object.keys(ENGLISH).filter((key) => /^pattern\.\w+$/.test(key))) {
    assert.ok(Object.hasOwn(ENGLISH, `${key}.opposite`), key);
  }
});
