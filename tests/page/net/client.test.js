import assert from "node:assert/strict";
import { createClient, startModuleWorker } from "../../../src/convscope/web/net/client.js";
import { modelFile } from "./models.js";

/** @returns {never} */
function forbidden() {
  throw new DOMException("workers are forbidden here", "SecurityError");
}

/** @param {string} text */
const workerOf = (text) =>
  new Worker(`data:text/javascript,${encodeURIComponent(text)}`, { type: "module" });

/** Loads like the real worker, and breaks when it has to compute. */
const DYING = `onmessage = ({ data: { id, request } }) => {
  if (request.action !== "load") throw new Error("out of memory");
  postMessage({ id, reply: { value: null } });
};`;

/** @type {Record<string, () => Worker>} */
const STARTERS = {
  "in a worker": startModuleWorker,
  "where workers are forbidden": forbidden,
  "where the worker breaks on loading": () => workerOf("this is not JavaScript"),
  "where the worker dies later": () => workerOf(DYING),
};

for (const [where, startWorker] of Object.entries(STARTERS)) {
  Deno.test(`a client loads, runs and explains ${where}`, async () => {
    const client = createClient(startWorker);
    const model = await client.load(modelFile());
    assert.deepEqual(model.classNames, ["お", "き", "す"]);
    const input = Float32Array.of(1, 2, 3, 4, 5, 6);
    const first = await client.run(input, { heatMapFor: "top" });
    assert.ok(first);
    assert.equal(first.heatMap?.layer, "edges");
    const kept = [...first.layers[0].preActivation];
    const second = await client.run(new Float32Array(6), { heatMapFor: 0 });
    assert.deepEqual([...first.layers[0].preActivation], kept, "results stay as they were");
    assert.notDeepEqual([...second?.layers[0].preActivation ?? []], kept);
    assert.equal((await client.run(input))?.heatMap, null);
    const neuron = await client.explain("edges", [0, 0, 1]);
    assert.deepEqual(neuron.terms.map(({ input }) => input), [1, 2, 3, 4]);
    const gradient = await client.explainGradient("verdict", [2], { target: "logit" });
    assert.equal(gradient.target, "logit of class 2");
    assert.equal(input.length, 6, "the input is still the caller's");
    client.close();
  });

  Deno.test(`errors come back with what to do ${where}`, async () => {
    const client = createClient(startWorker);
    await assert.rejects(client.run(new Float32Array(6)), {
      name: "ConvscopeError",
      received: "There is no model yet.",
      fix: "Load a model file, then draw.",
    });
    await assert.rejects(client.load(new ArrayBuffer(3)), /not a whole safetensors file/);
    await client.load(modelFile());
    await assert.rejects(client.run(new Float32Array(5)), /has 5 values/);
    await assert.rejects(client.explain("edges", [0, 5, 0]), /no neuron at 0, 5, 0.*columns go/);
    await assert.rejects(client.explain("edges", [0]), /received 1 coordinates.*has 3/);
    await assert.rejects(client.explain("egdes", [0]), /Unknown layer "egdes"/);
    assert.ok(await client.run(new Float32Array(6)), "an error does not stop the client");
    client.close();
  });
}

/** Loads, and is silent when it has to compute. */
const SILENT = `onmessage = ({ data: { id, request } }) => {
  if (request.action === "load") postMessage({ id, reply: { value: null } });
};`;

Deno.test("a worker that never says anything is replaced by the main thread", async () => {
  const client = createClient(() => workerOf("onmessage = () => {}"), 50);
  await client.load(modelFile());
  assert.ok(await client.run(new Float32Array(6)));
  client.close();
});

Deno.test("a worker that falls silent is told of, and started again", async () => {
  const starters = [() => workerOf(SILENT), startModuleWorker];
  const client = createClient(() => (starters.shift() ?? forbidden)(), 1500);
  await client.load(modelFile());
  await assert.rejects(client.run(new Float32Array(6)), {
    name: "ConvscopeError",
    received: "The net has not answered for 2 seconds.",
    fix: "Draw again; if that does not help, reload the page or take a smaller net.",
  });
  assert.ok(await client.run(new Float32Array(6)), "the new one has the model");
  assert.equal(starters.length, 0);
  client.close();
});

Deno.test("drawing faster than the net can judge drops what is outdated", async () => {
  const client = createClient(startModuleWorker);
  await client.load(modelFile());
  const inputs = [1, 2, 3].map((value) => new Float32Array(6).fill(value));
  const [first, second, third] = await Promise.all(inputs.map((input) => client.run(input)));
  assert.ok(first && third);
  assert.equal(second, null);
  client.close();
});

for (const [where, startWorker] of Object.entries(STARTERS)) {
  Deno.test(`two nets keep their own numbers ${where}`, async () => {
    const client = createClient(startWorker);
    const other = client.net("other");
    await Promise.all([client.load(modelFile()), other.load(modelFile())]);
    const [first, second] = await Promise.all([
      client.run(Float32Array.of(1, 2, 3, 4, 5, 6)),
      other.run(Float32Array.of(6, 5, 4, 3, 2, 1)),
    ]);
    assert.ok(first && second);
    assert.notDeepEqual(first.layers[0].preActivation, second.layers[0].preActivation);
    const inputsOf = async (/** @type {typeof other} */ net) =>
      (await net.explain("edges", [0, 0, 1])).terms.map(({ input }) => input);
    assert.deepEqual(await inputsOf(client), [1, 2, 3, 4]);
    assert.deepEqual(await inputsOf(other), [6, 5, 4, 3]);
    await other.forget();
    await assert.rejects(other.run(new Float32Array(6)), /no model yet/);
    assert.ok(await client.run(new Float32Array(6)), "the first one is still there");
    client.close();
  });
}

/** Is silent from the second model on. */
const CHOKING = `let loads = 0; onmessage = ({ data: { id, request } }) => {
  if (request.action === "load" && ++loads === 1) postMessage({ id, reply: { value: null } });
};`;

Deno.test("a model that the worker chokes on is given up, and the others are loaded again", async () => {
  const starters = [() => workerOf(CHOKING), startModuleWorker];
  const client = createClient(() => (starters.shift() ?? forbidden)(), 1500);
  await client.load(modelFile());
  await assert.rejects(client.net("large").load(modelFile()), /not answered for 2 seconds/);
  assert.ok(await client.run(new Float32Array(6)), "the first net works on");
  await assert.rejects(client.net("large").run(new Float32Array(6)), /no model yet/);
  client.close();
});

Deno.test("a model that cannot be read leaves the one before", async () => {
  const client = createClient(forbidden);
  await client.load(modelFile());
  await assert.rejects(client.load(new ArrayBuffer(3)), /not a whole safetensors file/);
  assert.ok(await client.run(new Float32Array(6)));
  client.close();
});
