import assert from "node:assert/strict";
import { toNumber } from "../../../src/convscope/web/core/number_text.js";
import {
  add,
  multiply,
  roundedColumn,
  roundedGrids,
  roundedLine,
  roundedSum,
} from "../../../src/convscope/web/core/consistent_rounding.js";

/** @param {number} seed @returns {() => number} numbers in 0–1, the same every time */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (1103515245 * state + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/**
 * Fails unless a calculated value, rounded to the digits that a text shows, is that text.
 *
 * @param {number} value
 * @param {string} text
 */
function agree(value, text) {
  const [mantissa, exponent = "0"] = text.replaceAll(",", "").replaceAll("−", "-").split("e");
  const decimals = (mantissa.split(".")[1] ?? "").length;
  const unit = 10 ** (Number(exponent) - decimals);
  assert.ok(Math.abs(value - toNumber(text)) <= unit * 0.5000001, `${value} is not ${text}`);
}

Deno.test("the cells of a window multiply and add up to what is shown", () => {
  const random = randomOf(3);
  for (const scale of [1e-6, 0.01, 1, 30, 5000]) {
    for (let times = 0; times < 40; times++) {
      const size = [4, 9, 25, 49][times % 4];
      const left = Array.from({ length: size }, () => random() < 0.3 ? 0 : scale * random());
      const right = left.map(() => Math.fround(random() - 0.4));
      const texts = roundedGrids(left, right);
      texts.products.forEach((text, index) =>
        agree(toNumber(texts.left[index]) * toNumber(texts.right[index]), text)
      );
      agree(add(texts.products.map(toNumber)), texts.sum);
    }
  }
});

Deno.test("the example that did not add up does", () => {
  const products = [0.2712, 0.1183, 0.3479, -0.0961];
  const { terms, sum } = roundedSum(products);
  assert.deepEqual([...terms, sum], ["0.271", "0.118", "0.348", "−0.096", "0.641"]);
});

Deno.test("operands have the digits that their result needs, and no more", () => {
  const exact = roundedLine([0.5, 0.25], add, 0.75);
  assert.deepEqual(exact, { operands: ["0.5", "0.25"], result: "0.75", numDigits: 4 });
  const random = randomOf(7);
  for (let times = 0; times < 500; times++) {
    const [a, b] = [random() - 0.5, 20 * random()];
    for (const calculate of [add, multiply]) {
      const { operands, result } = roundedLine([a, b], calculate, calculate([a, b]));
      agree(calculate(operands.map(toNumber)), result);
    }
  }
});

Deno.test("a result that the net has rounded over an edge is shown as its operands give it", () => {
  const { operands, result } = roundedLine([0.12345, 0], add, 0.123451);
  assert.equal(result, "0.1235");
  agree(add(operands.map(toNumber)), result);
});

Deno.test("a column of products adds up with the rest", () => {
  const random = randomOf(11);
  const rows = Array.from({ length: 12 }, () => {
    const [left, right] = [random(), random() - 0.5];
    return { left, right, product: left * right };
  });
  const rest = -1.2345678;
  const total = rest + add(rows.map(({ product }) => product));
  const shown = roundedColumn(rows, rest, total);
  for (const { operands, result } of shown.rows) agree(multiply(operands.map(toNumber)), result);
  const column = [...shown.rows.map(({ result }) => result), shown.rest];
  agree(add(column.map(toNumber)), shown.total);
});

Deno.test("numbers that are none do not hang the page", () => {
  assert.equal(roundedLine([NaN, 1], add, NaN).result, "NaN");
  assert.equal(roundedGrids([Infinity, 1], [1, 1]).sum, "∞");
});
