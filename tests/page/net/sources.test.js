import assert from "node:assert/strict";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { explainNeuron } from "../../../src/convscope/web/net/inspector.js";
import { sourcesOf, strongest } from "../../../src/convscope/web/net/sources.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";

const FILE = "src/convscope/shipped/drawn-digits.safetensors";

Deno.test("shares by map and the bias add up to the neuron before its activation", () => {
  const model = loadModel(Deno.readFileSync(FILE).buffer);
  const executor = createExecutor(model);
  const input = Float32Array.from({ length: 784 }, (_, i) => Math.max(0, Math.sin(i / 5)));
  const { layers } = executor.run(input);
  layers.forEach((layer, index) => {
    const position = layer.shape.map((size) => Math.floor(size / 2));
    const { shares, bias } = sourcesOf(model, layers, input, index, position);
    const before = shares[0].index;
    const { sum, terms, input_layer, input_shape } = explainNeuron(executor, layer.name, position);
    assert.equal(before, index - 1);
    assert.equal(layers[before]?.name ?? "input", input_layer);
    const total = shares.reduce((all, share) => all + share.sum, 0);
    assert.ok(Math.abs(total - sum) < 1e-4 * Math.max(1, Math.abs(sum)), layer.name);
    assert.ok(Number.isFinite(bias));
    const places = new Set(terms.map((term) => term.position.at(-1)));
    assert.deepEqual(new Set(shares.map(({ place }) => place)), places);
    if (input_shape.length === 3 && layer.kind === "MaxPooling2D") assert.equal(shares.length, 1);
  });
});

Deno.test("the strongest shares are those that add or take away most", () => {
  const shares = [0.1, -3, 2, 0].map((sum, place) => ({ index: 0, place, sum }));
  assert.deepEqual(strongest(shares, 2).map(({ place }) => place), [1, 2]);
  assert.deepEqual(shares.map(({ place }) => place), [0, 1, 2, 3], "the shares stay in order");
});
