import assert from "node:assert/strict";
import { toNumber } from "../../../src/convscope/web/core/number_text.js";
import { isRounded, roundedSoftmax } from "../../../src/convscope/web/core/softmax_rounding.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";

/** @param {number[]} scores @param {number} [numListed] */
function check(scores, numListed = scores.length) {
  const largest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
  const shown = roundedSoftmax(scores.slice(0, numListed), largest, total);
  let [exponentials, shares] = [0, 0];
  for (const { score, difference, exponential, share } of shown.rows) {
    assert.ok(
      isRounded(toNumber(score) - toNumber(shown.largest), difference) ||
        Math.abs(toNumber(score) - toNumber(shown.largest) - toNumber(difference)) < 1e-11,
    );
    assert.ok(isRounded(Math.exp(toNumber(difference)), exponential), `e^${difference}`);
    const divided = toNumber(exponential) / toNumber(shown.total.exponential);
    assert.ok(isRounded(divided, share), `${exponential} ÷ ${shown.total.exponential} ≠ ${share}`);
    exponentials += toNumber(exponential);
    shares += toNumber(share);
  }
  exponentials += toNumber(shown.rest?.exponential ?? "0");
  shares += toNumber(shown.rest?.share ?? "0");
  assert.ok(isRounded(exponentials, shown.total.exponential), "the exponentials add up");
  assert.ok(Math.abs(shares - 1) < 5e-4, "the shares add up");
  assert.equal(shown.rest === null, numListed === scores.length);
}

Deno.test("softmax as it is shown can be calculated again, line by line", () => {
  check([4.769192, -1.226707, -0.535068, -0.800397]);
  check([0, 0, 0]);
  check([100, 99.99999]);
  check([-3.00004, -3.00005, -700]);
  const random = createRandom([3]);
  for (let trial = 0; trial < 200; trial++) {
    const spread = 10 ** (trial % 5 - 2);
    const scores = Array.from({ length: 2 + trial % 17 }, () => (random.uniform() - 0.5) * spread);
    check(scores);
  }
});

Deno.test("classes that are not listed are added together", () => {
  check([3, 2, 1, 0.5, 0.25], 2);
});
