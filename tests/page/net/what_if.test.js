import assert from "node:assert/strict";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { createService } from "../../../src/convscope/web/net/service.js";
import { whatIf } from "../../../src/convscope/web/net/what_if.js";
import { mostHelpful } from "../../../src/convscope/web/panels/neuron/closer/helpful_pixel.js";
import { modelFile } from "./models.js";

const INPUT = Float32Array.of(0.2, 0.9, 0.4, 0.1, 0.7, 0.3);

function ready() {
  const executor = createExecutor(loadModel(modelFile()));
  executor.run(INPUT);
  return executor;
}

Deno.test("a supposition is what the changed input really gives, and leaves everything as it was", () => {
  const executor = ready();
  const before = executor.stages.map(({ activation }) => activation.slice());
  /** @type {[number, number][]} */
  const changes = [[0, 1], [4, 0]];
  const { probabilities, margin } = whatIf(executor, {
    changes,
    towards: 2,
    against: 0,
    pixel: null,
  });
  assert.deepEqual(executor.stages.map(({ activation }) => activation), before);
  assert.deepEqual(executor.input, INPUT);
  const changed = INPUT.slice();
  for (const [index, value] of changes) changed[index] = value;
  const there = executor.run(changed);
  assert.deepEqual(probabilities, there.probabilities);
  assert.ok(Math.abs(margin - (there.logits[2] - there.logits[0])) < 1e-6);
});

Deno.test("the gradient is what a small change does, and a pixel's terms add up to it", () => {
  const executor = ready();
  const ask = (/** @type {[number, number][]} */ changes, /** @type {number[] | null} */ pixel) =>
    whatIf(executor, { changes, towards: 1, against: 0, pixel });
  const { gradient } = ask([], null);
  for (let index = 0; index < INPUT.length; index++) {
    const up = ask([[index, INPUT[index] + 0.01]], null).margin;
    const down = ask([[index, INPUT[index] - 0.01]], null).margin;
    assert.ok(Math.abs((up - down) / 0.02 - gradient[index]) < 1e-3, `value ${index}`);
    const { terms } = ask([], [Math.floor(index / 2), index % 2, 0]);
    assert.ok(terms.length > 0);
    const sum = terms.reduce((all, { product }) => all + product, 0);
    assert.ok(Math.abs(sum - gradient[index]) < 1e-6);
  }
});

Deno.test("an error of the net leaves what was shown before, too", () => {
  const executor = ready();
  /** @type {[number, number][]} */
  const changes = [[0, 1]];
  assert.throws(
    () => whatIf(executor, { changes, towards: 3, against: 0, pixel: null }),
    /towards: received 3/,
  );
  assert.deepEqual(executor.input, INPUT);
});

Deno.test("the service answers suppositions of a loaded model", () => {
  const answer = createService();
  answer({ action: "load", net: "a", file: modelFile() });
  answer({ action: "run", net: "a", input: INPUT });
  const supposition = {
    changes: /** @type {[number, number][]} */ ([]),
    towards: 1,
    against: 0,
    pixel: null,
  };
  const { value } = answer({ action: "suppose", net: "a", supposition });
  assert.ok(value && "margin" in value);
  assert.match(answer({ action: "suppose", net: "b", supposition }).error?.error ?? "", /no model/);
});

Deno.test("the pixel that helps most goes to the end of the range that the gradient points to", () => {
  const input = [0.5, 0.5, 0, 1, 0.9, 0];
  const gradient = [1, 1, -9, 9, -2, 0];
  // Two channels: the second pixel cannot go further, the third one can give up its first value.
  const help = mostHelpful(input, gradient, 2, [0, 1], new Set());
  assert.deepEqual(help, { place: 2, values: [0, 0], gain: 1.8 });
  assert.equal(mostHelpful(input, gradient, 2, [0, 1], new Set([2]))?.place, 0);
  assert.equal(mostHelpful(input, gradient, 2, [0, 1], new Set([0, 2])), null);
});
