import assert from "node:assert/strict";
import {
  circleCrossTraining,
  EXAMPLES,
  neuronsAt,
  SHAPES,
} from "../../../src/convscope/web/lessons/circle_cross.js";

Deno.test("circle or cross is trained as in Python", () => {
  // From train_circle_cross(*circle_cross_examples()): loss before training and after 200 epochs.
  const training = circleCrossTraining(0);
  assert.ok(Math.abs(training.evaluate(EXAMPLES).loss - 0.27733) < 1e-5);
  for (let step = 0; step < 200; step++) training.step();
  const { loss, accuracy } = training.evaluate(EXAMPLES);
  assert.ok(Math.abs(loss - 0.002495) < 1e-5);
  assert.equal(accuracy, 1);
  const { answer } = neuronsAt(training, SHAPES.circle);
  assert.ok(Math.abs(answer[0].output - 0.96166) < 1e-4);
  assert.ok(Math.abs(answer[1].output - 0.03454) < 1e-4);
});

Deno.test("a neuron's terms add up to its excess", () => {
  const { hidden, answer } = neuronsAt(circleCrossTraining(3), SHAPES.cross);
  for (const { inputs, weights, bias, excess } of [...hidden, ...answer]) {
    const sum = inputs.reduce((total, input, i) => total + input * weights[i], bias);
    assert.ok(Math.abs(sum - excess) < 1e-6);
  }
});
