import assert from "node:assert/strict";
import {
  signed,
  toFixedText,
  toNumber,
  toText,
} from "../../../src/convscope/web/core/number_text.js";

/** @type {[number, string][]} */
const TEXTS = [
  [0, "0"],
  [-0, "0"],
  [308, "308"],
  [-0.123456, "−0.1235"],
  [0.00001234, "1.234e−5"],
  [0.0001234, "0.0001234"],
  [0.5, "0.5"],
  [999.96, "1000"],
  [1234.56, "1,234.6"],
  [2000, "2,000"],
  [12345.6, "12,346"],
  [1.2346e7, "1.235e7"],
  [1e10, "1e10"],
  [1 / 128, "0.007812"],
  [3 / 128, "0.02344"],
  [12344.5, "12,344"],
  [12345.5, "12,346"],
  [1234.25, "1,234.2"],
  [1234.75, "1,234.8"],
  [0.12345, "0.1235"],
  [1.2345e7, "1.234e7"],
  [9999999, "9,999,999"],
  [9999.96, "10,000"],
  [Infinity, "∞"],
  [NaN, "NaN"],
];

for (const [value, text] of TEXTS) {
  Deno.test(`${value} reads ${text}`, () => assert.equal(toText(value), text));
}

Deno.test("negative numbers behind a sign stand in parentheses", () => {
  assert.equal(signed(-2), "(−2)");
  assert.equal(signed(2), "2");
});

Deno.test("more digits are shown where they are asked for", () => {
  assert.equal(toText(0.38868712, 6), "0.388687");
  assert.equal(toText(1234.5678, 6), "1,234.568");
  assert.equal(toText(12345.678, 3), "12,346");
  assert.equal(toText(0.000012345678, 6), "1.23457e−5");
});

Deno.test("numbers of one grid have one number of decimals, exact ones no zeros behind", () => {
  assert.deepEqual([0, 1, -0.5, 0.12345].map((value) => toFixedText(value, 3)), [
    "0",
    "1",
    "−0.5",
    "0.123",
  ]);
  assert.equal(toFixedText(-0.00001, 3), "0.000");
  assert.equal(toFixedText(0.30000001192092896, 3), "0.300");
});

Deno.test("a reader types the number that is shown", () => {
  for (const value of [0, -0.1235, 12346, 1.234e-5, 1.235e7, Infinity]) {
    assert.equal(toNumber(toText(value)), value);
  }
});
