import assert from "node:assert/strict";
import { createRuns } from "../../../src/convscope/web/lessons/training_runs.js";
import { batchFacts, patient } from "../../../src/convscope/web/lessons/patients.js";
import { createTraining } from "../../../src/convscope/web/learning/training.js";
import { denseJson, netJson } from "../../../src/convscope/web/net/layer_json.js";

const EXAMPLES = {
  inputs: Float32Array.from({ length: 40 }, (_, index) => index % 2),
  labels: Int32Array.from({ length: 40 }, (_, index) => index % 2),
};

/** @param {number} numEpochs */
function watched(numEpochs) {
  const architecture = netJson([1, 1, 1], [
    { kind: "Flatten", name: "flatten" },
    denseJson("answer", 2, "softmax"),
  ]);
  const plan = { architecture, examples: EXAMPLES, batch_size: 8 };
  return { plan, numEpochs, judged: { all: EXAMPLES } };
}

/** @param {() => boolean} holds */
async function until(holds) {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((go) => setTimeout(go, 10));
  assert.ok(holds());
}

Deno.test("trainings that are wanted are taken one after the other, each once", async () => {
  /** @type {string[]} */
  const begun = [];
  const runs = createRuns((key) => {
    begun.push(key);
    return watched(Number(key));
  }, () => {});
  runs.want(["2", "3"]);
  await until(() => Boolean(runs.runOf("3")?.isDone));
  runs.want(["3", "2"]);
  assert.deepEqual(begun, ["2", "3"]);
  assert.equal(runs.runOf("2")?.steps.length, 2 * 5);
  assert.equal(runs.runOf("3")?.epochs.length, 3);
  runs.stop();
});

Deno.test("a training that is not wanted any more makes way", async () => {
  const runs = createRuns((key) => watched(Number(key)), () => {});
  runs.want(["1000000"]);
  await until(() => Boolean(runs.runOf("1000000")));
  runs.want(["1"]);
  await until(() => Boolean(runs.runOf("1")?.isDone));
  assert.equal(runs.runOf("1000000"), undefined);
  runs.stop();
});

Deno.test("the labels of a first batch are those of its pictures", async () => {
  for (const illness of ["healthy", "sorted-by-class"]) {
    const { plan } = await patient(illness);
    const training = createTraining(plan);
    training.step();
    const { inputs, labels } = batchFacts(training, plan);
    const size = inputs[0].length;
    inputs.forEach((picture, index) => {
      const at = [...plan.examples.labels ?? []].findIndex((_, example) =>
        picture.every((value, i) => value === plan.examples.inputs[example * size + i])
      );
      assert.equal(plan.examples.labels?.[at], labels[index]);
    });
  }
});
