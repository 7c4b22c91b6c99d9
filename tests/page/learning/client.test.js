/** A training at somebody's request: steps, runs, pauses, in a worker and without one. */

/** @import { LearningNews } from "../../../src/convscope/web/learning/service.js" */
import assert from "node:assert/strict";
import {
  createLearningClient,
  startLearningWorker,
} from "../../../src/convscope/web/learning/client.js";
import { createLearningService } from "../../../src/convscope/web/learning/service.js";
import { createTraining } from "../../../src/convscope/web/learning/training.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { ninePixels, ninePixelTraining } from "./nets.js";

const PLAN = { ...ninePixelTraining(3), batch_size: 10 };

/** @returns {never} */
function forbidden() {
  throw new DOMException("workers are forbidden here", "SecurityError");
}

/** @param {string} text */
const workerOf = (text) =>
  new Worker(`data:text/javascript,${encodeURIComponent(text)}`, { type: "module" });

/** @type {Record<string, () => Worker>} */
const STARTERS = {
  "in a worker": startLearningWorker,
  "where workers are forbidden": forbidden,
  "where the worker breaks on loading": () => workerOf("this is not JavaScript"),
};

/** @param {() => Worker} startWorker */
function open(startWorker) {
  /** @type {LearningNews[]} */
  const news = [];
  /** @type {(value?: unknown) => void} */
  let wake = () => {};
  const client = createLearningClient((newest) => {
    news.push(newest);
    wake();
  }, startWorker);
  /** @param {() => boolean} isEnough */
  async function until(isEnough) {
    while (!isEnough()) await new Promise((resolve) => wake = resolve);
  }
  return { client, news, until, steps: () => news.flatMap((each) => each.steps) };
}

for (const [where, startWorker] of Object.entries(STARTERS)) {
  Deno.test(`steps are those of a training ${where}`, async () => {
    const { client } = open(startWorker);
    await client.begin(PLAN);
    const here = createTraining(PLAN);
    const expected = [here.step(), here.step(), here.step()];
    assert.deepEqual([...await client.step(), ...await client.step(2)], expected);
    const tensors = await client.read();
    assert.deepEqual(Object.keys(tensors), [...here.network.tensors.keys()]);
    const { values, gradient, shape } = tensors["hidden.kernel"];
    assert.deepEqual(values, here.network.weights.hidden.kernel);
    assert.deepEqual(gradient, here.network.tensors.get("hidden.kernel")?.gradient);
    assert.deepEqual(shape, [9, 3]);
    await client.setLearningRate(0.01);
    here.optimizer.learningRate = 0.01;
    assert.deepEqual(await client.step(), [here.step()]);
    assert.deepEqual(await client.evaluate(ninePixels()), here.evaluate(ninePixels()));
    assert.equal(PLAN.examples.inputs.length, 180, "the examples are still the caller's");
    client.close();
  });

  Deno.test(`a run tells what it sees, pauses and goes on ${where}`, async () => {
    const { client, news, until, steps } = open(startWorker);
    await client.begin(PLAN);
    await client.watch(["answer.bias"]);
    await client.run();
    await until(() => steps().length > 5);
    await client.pause();
    const paused = steps().length;
    const before = await client.read(["answer.bias"]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(steps().length, paused, "no step is taken in a pause");
    assert.deepEqual(news[news.length - 1].tensors, before);
    await client.run(3);
    await until(() => !news[news.length - 1].isRunning);
    assert.equal(steps().slice(paused).filter(({ epochMeans }) => epochMeans).length, 3);
    const all = steps().map(({ epoch, step }) => 2 * epoch + step);
    assert.deepEqual(all, all.map((_, i) => i), "no step is missing or told twice");
    client.close();
  });

  Deno.test(`a training becomes a model file ${where}`, async () => {
    const { client } = open(startWorker);
    await client.begin(PLAN);
    await client.step();
    const model = loadModel(await client.exportModel({ classNames: ["○", "×"] }));
    assert.deepEqual(model.weights.hidden.kernel, (await client.read())["hidden.kernel"].values);
    client.close();
  });

  Deno.test(`errors say what to do ${where}`, async () => {
    const { client } = open(startWorker);
    await assert.rejects(client.step(), { name: "ConvscopeError", fix: /Begin a training/ });
    await assert.rejects(client.run(), /no training yet/);
    await assert.rejects(client.begin({ ...PLAN, batch_size: 0.5 }), /batch size is 0.5/);
    await client.begin(PLAN);
    await assert.rejects(client.read(["hidden.gamma"]), /"hidden.gamma".*hidden.kernel/);
    await assert.rejects(client.setLearningRate(-1), /received -1/);
    client.close();
  });
}

Deno.test("a run that goes astray stops and says why", () => {
  /** @type {LearningNews[]} */
  const news = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const answer = createLearningService((each) => news.push(each), (work) => waiting.push(work));
  const examples = { inputs: Float32Array.of(1e30, -1e30), targets: Float32Array.of(1, 2) };
  const line = { kind: "Dense", name: "line", units: 1, activation: "linear", use_bias: true };
  const architecture = { input: { shape: [1] }, layers: [line] };
  const loss = { name: "mean_squared_error" };
  answer({ action: "begin", plan: { architecture, examples, loss } });
  answer({ action: "set", learningRate: 1e30 });
  answer({ action: "run" });
  while (waiting.length) waiting.shift()?.();
  const last = news[news.length - 1];
  assert.equal(last.isRunning, false);
  assert.match(last.error?.error ?? "", /The loss is/);
});

Deno.test("a worker that dies in the middle ends the training honestly", async () => {
  const dying = `onmessage = ({ data: { id, request } }) => {
    if (request.action === "step") throw new Error("out of memory");
    postMessage({ id, reply: { value: null } });
  };`;
  const { client, news } = open(() => workerOf(dying));
  await client.begin(PLAN);
  await assert.rejects(client.step(), /broke off.*smaller batch/);
  assert.equal(news[news.length - 1].isRunning, false);
  await client.begin(PLAN);
  assert.equal((await client.step()).length, 1, "the next one is computed here");
  client.close();
});
