/** The matrix product against three loops, dense and sparse, stored either way. */

import assert from "node:assert/strict";
import { fastestProduct } from "../../../src/convscope/web/learning/kernel_product.js";
import { createProduct } from "../../../src/convscope/web/learning/product.js";
import { compileKernel } from "../../../src/convscope/web/net/kernel.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";

/** @typedef {import("../../../src/convscope/web/learning/product.js").Transposed} Transposed */

Deno.test("the kernel is there to be tested", () => assert.ok(compileKernel()));

const SIZES = [[5, 7, 3], [4, 4, 4], [1, 1, 1], [13, 2, 9], [3, 17, 11]];
const DENSITIES = [[1, 1], [0.1, 1], [1, 0.1], [0, 1]];
const PRODUCTS = { script: createProduct(), kernel: fastestProduct() };
const random = createRandom([1]);

/** @param {number} length @param {number} density */
function draw(length, density) {
  return Float32Array.from(
    { length },
    () => random.uniform() < density ? Math.round(random.normal() * 8) / 8 + 0 : 0,
  );
}

for (const [name, { multiplyAdd }] of Object.entries(PRODUCTS)) {
  for (const transposed of /** @type {Transposed[]} */ (["none", "a", "b"])) {
    Deno.test(`products are added, with ${transposed} transposed, ${name}`, () => {
      for (const [rows, depth, columns] of SIZES) {
        for (const [ofA, ofB] of DENSITIES) {
          const a = draw(rows * depth, ofA);
          const b = draw(depth * columns, ofB);
          const c = draw(rows * columns + 2, 1);
          const expected = c.slice();
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              for (let k = 0; k < depth; k++) {
                const left = transposed === "a" ? a[k * rows + i] : a[i * depth + k];
                const right = transposed === "b" ? b[j * depth + k] : b[k * columns + j];
                expected[i * columns + j] += left * right;
              }
            }
          }
          multiplyAdd(c, a, b, rows, depth, columns, transposed);
          assert.deepEqual(c, expected, `${rows} × ${depth} × ${columns}, ${ofA} and ${ofB}`);
        }
      }
    });

    Deno.test(`0 × NaN is not left out, with ${transposed} transposed, ${name}`, () => {
      for (const [zeros, others] of [[0, 1], [1, 0]]) {
        const factors = [new Float32Array(64), new Float32Array(64)];
        factors[others].fill(NaN);
        assert.equal(factors[zeros][0], 0);
        const c = new Float32Array(64);
        multiplyAdd(c, factors[0], factors[1], 8, 8, 8, transposed);
        assert.ok(c.every(Number.isNaN));
      }
    });
  }

  Deno.test(`what is infinite stays in its row, ${name}`, () => {
    const c = new Float32Array(6);
    const a = Float32Array.of(Infinity, 1, 2, 3);
    multiplyAdd(c, a, new Float32Array(6).fill(1), 2, 2, 3);
    assert.deepEqual(c, Float32Array.of(Infinity, Infinity, Infinity, 5, 5, 5));
  });
}
