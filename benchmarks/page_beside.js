/** Runs one net in several engines, in turns, every layer's numbers kept. */

import { createExecutor } from "/src/convscope/web/net/executor.js";
import { loadModel } from "/src/convscope/web/net/model.js";
import { createService } from "/src/convscope/web/net/service.js";
import { loadTensorflow } from "./tensorflow.js";

/** @param {string} url */
const bytesOf = async (url) => await (await fetch(url)).arrayBuffer();

async function openOnnx(url, input, [height, width, channels]) {
  const ort = await import("/packages/onnxruntime-web/dist/ort.wasm.min.mjs");
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = "/packages/onnxruntime-web/dist/";
  const session = await ort.InferenceSession.create(await bytesOf(url), {
    executionProviders: ["wasm"],
  });
  const planes = input.map((_, i) => {
    const channel = Math.floor(i / (height * width));
    return input[(i % (height * width)) * channels + channel];
  });
  const tensor = new ort.Tensor("float32", planes, [1, channels, height, width]);
  const last = session.outputNames.at(-1);
  return async () => (await session.run({ input: tensor }))[last].data;
}

async function openTensorflow({ architecture, weights }, input) {
  if (!globalThis.tf) await loadTensorflow();
  const constants = {};
  for (const { layer, parameterShapes } of architecture.steps) {
    for (const [name, shape] of Object.entries(parameterShapes)) {
      constants[`${layer.name}.${name}`] = tf.tensor(weights[layer.name][name], shape);
    }
  }
  const start = tf.tensor(input, [1, ...architecture.input.shape]);
  const LAYERS = {
    Rescaling: (x, { scale }) => tf.mul(x, scale),
    Conv2D: (x, { name, strides, padding }) =>
      tf.add(
        tf.conv2d(x, constants[`${name}.kernel`], strides, padding),
        constants[`${name}.bias`],
      ),
    MaxPooling2D: (x, { pool_size, strides, padding }) =>
      tf.maxPool(x, pool_size, strides, padding),
    GlobalAveragePooling2D: (x) => tf.mean(x, [1, 2]),
    Flatten: (x) => tf.reshape(x, [1, -1]),
    Dropout: (x) => x,
    Dense: (x, { name }) =>
      tf.add(tf.matMul(x, constants[`${name}.kernel`]), constants[`${name}.bias`]),
  };
  return () => {
    let last;
    tf.tidy(() => {
      let x = start;
      for (const { layer } of architecture.steps) {
        x = LAYERS[layer.kind](x, layer);
        last = x.dataSync();
        if ((layer.activation ?? "linear") === "linear") continue;
        x = tf[layer.activation](x);
        last = x.dataSync();
      }
    });
    return last;
  };
}

/**
 * Returns milliseconds per run by engine, sample by sample, and how far the answers are apart.
 *
 * @param {string} name
 * @param {number} numSamples
 * @param {number} numRuns in one sample
 * @param {string[]} kept what onnxruntime's sessions give back
 * @param {boolean} isChain whether tfjs computes it too
 */
export async function measure(name, numSamples, numRuns, kept, isChain) {
  const file = await bytesOf(`/files/${name}.safetensors`);
  const model = loadModel(file);
  const answer = createService();
  answer({ action: "load", net: "", file });
  const { shape, value_range: [low, high] } = model.architecture.input;
  const input = createExecutor(model).input.map(() => low + (high - low) * Math.random());
  const kernel = createExecutor(model);
  const script = createExecutor(model, null);
  const engines = {
    convscope: () => kernel.run(input).layers.at(-1).activation,
    "convscope, copied": () =>
      answer({ action: "run", net: "", input }).value.layers.at(-1).activation,
    javascript: () => script.run(input).layers.at(-1).activation,
  };
  for (const keep of kept) {
    engines[`onnx, ${keep}`] = await openOnnx(`/files/${name}-${keep}.onnx`, input, shape);
  }
  if (isChain) engines.tfjs = await openTensorflow(model, input);
  const times = {};
  const apart = {};
  const expected = [...engines.convscope()];
  for (const [engine, run] of Object.entries(engines)) {
    times[engine] = [];
    for (let i = 0; i < 5; i++) await run();
    const found = await run();
    apart[engine] = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
  }
  const order = Object.keys(engines);
  for (let sample = 0; sample < numSamples; sample++) {
    order.push(order.shift());
    for (const engine of order) {
      if (engine === "javascript" && sample % 4 > 0) continue; // It needs as long as all others.
      const runs = engine === "javascript" ? Math.ceil(numRuns / 4) : numRuns;
      const start = performance.now();
      for (let i = 0; i < runs; i++) await engines[engine]();
      times[engine].push((performance.now() - start) / runs);
    }
  }
  return { times, apart };
}
