/** The filters of every kind of convolution weigh what the neurons take in. */

import assert from "node:assert/strict";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { filtersOf } from "../../../src/convscope/web/net/filters.js";
import { KIND_FACTS } from "../../../src/convscope/web/net/kind_facts.js";

const { test } = Deno;

const CASES = JSON.parse(
  Deno.readTextFileSync(new URL("../../data/layer_kinds.json", import.meta.url)),
).kinds;

test("every kind that convolves has its filters", () => {
  for (const [kind, facts] of Object.entries(KIND_FACTS)) {
    if (!facts.convolves) continue;
    for (const { input, layer } of CASES[kind]) {
      const [step] = readArchitecture({
        format: 1,
        input: { shape: input, value_range: [0, 1] },
        layers: [layer],
      })
        .steps;
      const weights = Object.fromEntries(
        Object.entries(step.parameterShapes).map(([name, shape]) => [
          name,
          Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at + 1),
        ]),
      );
      const { values, shape } = filtersOf(step, weights);
      assert.equal(values.length, shape.reduce((a, b) => a * b, 1));
      assert.deepEqual([...shape.slice(0, 2), shape[3]], [
        ...layer.kernel_size,
        step.outputShape[2],
      ]);
    }
  }
});

test("filters of a transposed convolution have their channels before themselves", () => {
  const [{ input, layer }] = CASES.Conv2DTranspose;
  const { steps: [step] } = readArchitecture(
    { format: 1, input: { shape: input, value_range: [0, 1] }, layers: [layer] },
  );
  const [rows, columns, filters, channels] = step.parameterShapes.kernel;
  const kernel = Float32Array.from({ length: rows * columns * filters * channels }, (_, at) => at);
  const { values } = filtersOf(step, { kernel });
  const last = ((rows * columns - 1) * filters + 1) * channels; // tap, filter 1, channel 0
  assert.equal(values[(rows * columns - 1) * channels * filters + 1], last);
});
