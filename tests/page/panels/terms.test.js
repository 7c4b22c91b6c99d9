import assert from "node:assert/strict";
import {
  shownChannel,
  sumOf,
  termsOfChannel,
  walkingOrder,
} from "../../../src/convscope/web/panels/neuron/terms.js";

/** @param {number[]} products @param {number[] | null} window */
function explanationOf(products, window) {
  const terms = products.map((product, index) => ({
    position: [index],
    input: product,
    weight: 1,
    product,
    is_padding: false,
  }));
  return /** @type {import("../../../src/convscope/web/net/inspector.js").Explanation} */ (
    /** @type {unknown} */ ({ terms, window })
  );
}

Deno.test("a window is walked through map by map, and opens at the map that counts most", () => {
  const explanation = explanationOf([1, -20, 2, -30, 3, -40], [1, 3, 2]);
  const walk = walkingOrder(explanation);
  assert.deepEqual(walk.map(({ product }) => product), [1, 2, 3, -20, -30, -40]);
  assert.equal(sumOf(termsOfChannel(explanation, walk, 1)), -90);
  assert.equal(shownChannel(explanation, walk, -1), 1);
  assert.equal(shownChannel(explanation, walk, 2), 0);
});

Deno.test("a long sum is walked through from the largest product to the smallest", () => {
  const walk = walkingOrder(explanationOf([1, -20, 2, -30], null));
  assert.deepEqual(walk.map(({ product }) => product), [-30, -20, 2, 1]);
});
