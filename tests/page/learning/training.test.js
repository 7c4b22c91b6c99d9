/** Whole trainings: what they learn, what follows from the seed, what they say no to. */

import assert from "node:assert/strict";
import { writeModel } from "../../../src/convscope/web/learning/model_writer.js";
import { createTraining } from "../../../src/convscope/web/learning/training.js";
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { drawnExamples, drawnTraining, ninePixelTraining, SMALL_CNN } from "./nets.js";

/** @import { TrainingPlan } from "../../../src/convscope/web/learning/training.js" */

const NINE = ninePixelTraining(0);

for (const seed of [0, 1, 2, 3, 4]) {
  Deno.test(`○ and × of nine pixels are told apart without a mistake, seed ${seed}`, () => {
    const training = createTraining({ ...NINE, seed });
    let accuracy = 0;
    for (let step = 0; step < 200; step++) accuracy = training.step().accuracy;
    assert.equal(accuracy, 1);
    assert.equal(training.evaluate(NINE.examples).accuracy, 1);
  });

  Deno.test(`drawn ○ and × are told apart, new ones too, seed ${seed}`, () => {
    const training = createTraining(drawnTraining(seed));
    for (let step = 0; step < 45; step++) training.step();
    assert.equal(training.evaluate(drawnExamples(40, seed)).accuracy, 1);
    assert.ok(training.evaluate(drawnExamples(40, seed + 100)).accuracy >= 0.95);
  });
}

Deno.test("the same plan gives the same numbers, dropout included; another seed others", () => {
  const losses = [1, 1, 2].map((seed) => {
    const plan = { architecture: SMALL_CNN, examples: drawnExamples(20, 0), batch_size: 8, seed };
    const training = createTraining(plan);
    return Array.from({ length: 5 }, () => training.step().loss);
  });
  assert.deepEqual(losses[0], losses[1]);
  assert.notDeepEqual(losses[0], losses[2]);
});

Deno.test("an epoch ends with a smaller batch and the means over its images", () => {
  const training = createTraining({ ...NINE, batch_size: 7 });
  const steps = Array.from({ length: 3 }, () => training.step());
  assert.deepEqual(steps.map(({ numImages }) => numImages), [7, 7, 6]);
  assert.deepEqual(steps.map(({ epochMeans }) => epochMeans === null), [true, true, false]);
  const mean = steps.reduce((sum, step) => sum + step.loss * step.numImages, 0) / 20;
  assert.ok(Math.abs((steps[2].epochMeans?.loss ?? 0) - mean) < 1e-12);
  const next = training.step();
  assert.deepEqual([next.epoch, next.step], [1, 0]);
});

Deno.test("dropout silences its share while training and nothing otherwise", () => {
  const training = createTraining({
    architecture: SMALL_CNN,
    examples: drawnExamples(20, 0),
    batch_size: 20,
  });
  const { network } = training;
  training.step();
  const dropout = network.stages[3];
  const flat = network.stages[2].activation;
  let silenced = 0, alive = 0;
  for (const [i, value] of flat.entries()) {
    if (value === 0) continue;
    alive++;
    if (dropout.activation[i] === 0) silenced++;
    else assert.ok(Math.abs(dropout.activation[i] - value / 0.8) < 1e-4 * value);
  }
  assert.ok(Math.abs(silenced / alive - 0.2) < 0.05, `${silenced} of ${alive}`);
  network.forward(20, false);
  assert.deepEqual(dropout.activation, network.stages[2].activation);
});

Deno.test("a trained net is a model file, which the page's own net runs", () => {
  const examples = drawnExamples(20, 0);
  const training = createTraining({ architecture: SMALL_CNN, examples, batch_size: 20 });
  for (let step = 0; step < 5; step++) training.step();
  const { architecture, weights, stages } = training.network;
  const facts = { classNames: ["○", "×"], placement: "mnist", trainedOn: { name: "drawn" } };
  const model = loadModel(writeModel(architecture, weights, facts));
  assert.deepEqual([model.classNames, model.placement, model.fit], [["○", "×"], "mnist", "pad"]);
  const executor = createExecutor(model);
  training.evaluate(examples);
  for (const image of [0, 19]) {
    const { probabilities } = executor.run(examples.inputs.slice(image * 144, (image + 1) * 144));
    for (const [i, share] of probabilities.entries()) {
      assert.ok(Math.abs(share - stages[4].activation[2 * image + i]) < 1e-6);
    }
  }
  assert.deepEqual(model.weights.conv2d.kernel, weights.conv2d.kernel);
});

Deno.test("the file of a graph says that its layers name their inputs", () => {
  const { layers } = SMALL_CNN;
  const graph = {
    ...SMALL_CNN,
    layers: [...layers, { kind: "Add", name: "sum", inputs: ["dense", "dense"] }],
  };
  for (const [net, format] of /** @type {const} */ ([[SMALL_CNN, 1], [graph, 2]])) {
    const { network } = createTraining({ architecture: net, examples: drawnExamples(4, 0) });
    const file = writeModel(network.architecture, network.weights);
    const length = Number(new DataView(file).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)));
    assert.equal(JSON.parse(header.__metadata__.architecture).format, format);
  }
});

Deno.test("memory is taken once: the arrays of a step are those of the step before", () => {
  const training = createTraining(NINE);
  const arraysNow = () => [
    training.network.trained,
    training.network.gradients,
    ...training.network.stages.flatMap((stage) => [stage.activation, stage.gradient]),
  ];
  training.step();
  const before = arraysNow();
  training.step();
  for (const [i, array] of arraysNow().entries()) assert.equal(array, before[i]);
});

/** @type {[string, Partial<TrainingPlan>, RegExp][]} */
const REFUSED = [
  ["an unknown loss", { loss: { name: "hinge" } }, /"hinge".*mean_squared_error/],
  ["an unknown optimizer", { optimizer: { name: "muon" } }, /"muon".*sgd, adam, adamw/],
  ["an unknown option", { optimizer: { name: "sgd", beta_1: 0.9 } }, /of sgd: "beta_1"/],
  ["a rate of 0", { optimizer: { name: "sgd", learning_rate: 0 } }, /received 0.*Try 0\.01/],
  ["a seed below 0", { seed: -1 }, /seed is -1.*from 0/],
  ["a batch of nothing", { batch_size: 0 }, /batch size is 0.*1 to 4096/],
  [
    "no examples",
    { examples: { inputs: new Float32Array(0), labels: new Int32Array(0) } },
    /0 val/,
  ],
  [
    "fewer labels than examples",
    { examples: { inputs: new Float32Array(18), labels: new Int32Array(1) } },
    /2 examples and 1 labels/,
  ],
  [
    "a label beyond the classes",
    { examples: { inputs: new Float32Array(9), labels: Int32Array.of(2) } },
    /label is 2.*labels are 0 to 1/,
  ],
  [
    "batches that fill the memory",
    {
      architecture: {
        input: { shape: [300, 300, 1] },
        layers: [{ ...SMALL_CNN.layers[0], filters: 64 }, { kind: "Flatten", name: "flat" }],
      },
      examples: { inputs: new Float32Array(4e6 * 9), labels: new Int32Array(400) },
      batch_size: 400,
    },
    /With 400 images.*needs 50\.\d GB.*at most 1\.0 GB.*batches of at most 7,/,
  ],
  ["weights of another net", { weights: {} }, /0 values of hidden\.kernel.*27, \(9, 3\)/],
  [
    "a net without weights",
    {
      architecture: { input: { shape: [3, 3, 1] }, layers: [{ kind: "Flatten", name: "flat" }] },
      examples: { inputs: new Float32Array(9), targets: new Float32Array(9) },
    },
    /nothing to learn.*Add a Dense layer/,
  ],
];

for (const [what, part, message] of REFUSED) {
  Deno.test(`${what} is refused with what to do`, () => {
    assert.throws(() => createTraining({ ...NINE, ...part }), { name: "ConvscopeError", message });
  });
}

Deno.test("a loss that is no number ends the training and leaves the weights", () => {
  const examples = { inputs: Float32Array.of(1e30, -1e30), targets: Float32Array.of(1, 2) };
  const training = createTraining({
    architecture: {
      input: { shape: [1] },
      layers: [{ kind: "Dense", name: "line", units: 1, activation: "linear", use_bias: true }],
    },
    examples,
    loss: { name: "mean_squared_error" },
    optimizer: { name: "sgd", learning_rate: 1 },
  });
  training.step();
  const before = training.network.trained.slice();
  assert.throws(() => training.step(), /The loss is .* in step 1 of epoch 2.*lower learning rate/);
  assert.deepEqual(training.network.trained, before);
});
