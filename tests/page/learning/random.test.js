/** Random numbers and initial weights: NumPy's, and of the sizes that the formulas say. */

import assert from "node:assert/strict";
import { writeEpochOrder } from "../../../src/convscope/web/learning/examples.js";
import { INITIALIZERS, initialWeights } from "../../../src/convscope/web/learning/initializers.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";

/** From `np.random.default_rng(seeds)`: `random(3)`, `permutation(12)`, `integers(2**32, size=3)`. */
const NUMPY = [
  {
    seeds: [0],
    uniform: [0.6369616873214543, 0.2697867137638703, 0.04097352393619469],
    order: [9, 2, 7, 4, 5, 11, 0, 3, 6, 10, 8, 1],
    bits: [3653403231, 2735729615, 2195314465],
  },
  {
    seeds: [2 ** 40 + 7, 1, 2, 3, 4],
    uniform: [0.1544313260328931, 0.6485167632738171, 0.7180843721519833],
    order: [3, 4, 9, 0, 8, 5, 10, 2, 1, 11, 6, 7],
    bits: [3389543031, 663277494, 725070119],
  },
];

for (const { seeds, uniform, order, bits } of NUMPY) {
  Deno.test(`the numbers of seeds ${seeds} are NumPy's`, () => {
    const random = createRandom(seeds);
    assert.deepEqual(uniform.map(() => random.uniform()), uniform);
    const ranks = Int32Array.from(order, (_, i) => i);
    assert.deepEqual([...createRandom(seeds).shuffle(ranks)], order);
    const words = createRandom(seeds);
    assert.deepEqual(bits.map(() => words.bits()), bits);
  });
}

Deno.test("an epoch's order follows from seed and epoch, and holds every example", () => {
  const orders = [[1, 0], [1, 1], [2, 0], [1, 0]].map(([seed, epoch]) => {
    const order = new Int32Array(50);
    writeEpochOrder(order, seed, epoch, true);
    return [...order];
  });
  assert.deepEqual(orders[0], orders[3]);
  assert.notDeepEqual(orders[0], orders[1]);
  assert.notDeepEqual(orders[0], orders[2]);
  for (const order of orders) {
    assert.deepEqual(order.toSorted((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i));
  }
});

const NET = readArchitecture({
  input: { shape: [9, 9, 8] },
  layers: [
    {
      kind: "Conv2D",
      name: "conv",
      filters: 32,
      kernel_size: [5, 3],
      strides: [1, 1],
      padding: "same",
      use_bias: true,
      activation: "relu",
    },
    { kind: "BatchNormalization", name: "norm", momentum: 0.9, epsilon: 0.001 },
  ],
});

/** Largest absolute value and variance, with 15 × 8 inputs and 15 × 32 outputs. */
const EXPECTED = /** @type {const} */ ({
  zeros: [0, 0],
  ones: [1, 0],
  glorot_uniform: [Math.sqrt(6 / 600), 2 / 600],
  glorot_normal: [2 * Math.sqrt(2 / 600) / 0.8796, 2 / 600],
  he_uniform: [Math.sqrt(6 / 120), 2 / 120],
  he_normal: [2 * Math.sqrt(2 / 120) / 0.8796, 2 / 120],
  lecun_uniform: [Math.sqrt(3 / 120), 1 / 120],
  lecun_normal: [2 * Math.sqrt(1 / 120) / 0.8796, 1 / 120],
});

Deno.test("every initializer has the reach and the variance that Keras documents", () => {
  assert.deepEqual(Object.keys(EXPECTED), Object.keys(INITIALIZERS));
  for (const [name, [largest, variance]] of Object.entries(EXPECTED)) {
    const { kernel, bias } = initialWeights(NET, 1, { kernel: name }).conv;
    const mean = kernel.reduce((a, b) => a + b, 0) / kernel.length;
    const found = kernel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / kernel.length;
    const most = Math.max(...kernel.map(Math.abs));
    assert.ok(most <= largest * 1.0001 && most >= largest * 0.97, `${name} reaches ${most}`);
    assert.ok(Math.abs(found - variance) <= 0.06 * variance, `${name} has variance ${found}`);
    assert.ok(bias.every((value) => value === 0));
  }
});

Deno.test("normalization begins neutral, and the seed decides", () => {
  const { norm, conv } = initialWeights(NET, 1);
  assert.deepEqual([norm.gamma[0], norm.beta[0]], [1, 0]);
  assert.deepEqual([norm.moving_mean[0], norm.moving_variance[0]], [0, 1]);
  assert.deepEqual(initialWeights(NET, 1).conv.kernel, conv.kernel);
  assert.notDeepEqual(initialWeights(NET, 2).conv.kernel, conv.kernel);
});

Deno.test("an unknown initializer is named", () => {
  assert.throws(() => initialWeights(NET, 1, { kernel: "xavier" }), /"xavier".*glorot_uniform/);
});
