import assert from "node:assert/strict";
import { shareBetween } from "../../../src/convscope/web/core/chance.js";

Deno.test("the range of a share is that of Clopper and Pearson", () => {
  /** @type {[right: number, count: number, low: number, high: number][]} as R's binom.test */
  const known = [
    [0, 10, 0, 0.3084971],
    [5, 10, 0.187086, 0.812914],
    [10, 10, 0.6915029, 1],
    [1, 2, 0.0125791, 0.9874209],
    [351, 359, 0.9565602, 0.9903351],
  ];
  for (const [right, count, low, high] of known) {
    const range = shareBetween(right, count);
    assert.ok(Math.abs(range.low - low) < 2e-4, `${right} of ${count}: from ${range.low}`);
    assert.ok(Math.abs(range.high - high) < 2e-4, `${right} of ${count}: to ${range.high}`);
  }
});

Deno.test("at least 95 of 100 ranges hold the true share, whatever it is", () => {
  for (const [count, share] of [[4, 0.5], [20, 0.9], [20, 0.97], [50, 0.3]]) {
    let holding = 0;
    let term = (1 - share) ** count;
    for (let right = 0; right <= count; right++) {
      const { low, high } = shareBetween(right, count);
      if (low <= share && share <= high) holding += term;
      term *= (count - right) / (right + 1) * share / (1 - share);
    }
    assert.ok(holding >= 0.95, `${count} drawings, share ${share}: ${holding}`);
  }
});
