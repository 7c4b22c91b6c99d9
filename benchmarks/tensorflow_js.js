/**
 * Opens models in TensorFlow.js itself, over HTTP as a page does, and tells their answers.
 *
 *     deno run --allow-all benchmarks/tensorflow_js.js FOLDER
 *
 * Each folder in FOLDER has a model and `inputs.json` (`shape`, `values`); its answers are written to
 * `answers.json` beside them, and what went wrong as `error`. Models that TensorFlow.js makes and saves
 * itself are put into `FOLDER/made`, with their answers to sin(0), sin(1), sin(2) and so on.
 */

// deno-lint-ignore no-import-prefix
import * as tf from "npm:@tensorflow/tfjs@4.22.0";

const [folder] = Deno.args;
await tf.setBackend("cpu");

const server = Deno.serve({ port: 0, onListen: () => {} }, async (request) => {
  const path = decodeURIComponent(new URL(request.url).pathname);
  return new Response(await Deno.readFile(folder + path));
});
const site = `http://127.0.0.1:${server.addr.port}/`;

for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  const place = `${folder}/${entry.name}`;
  if (!entry.isDirectory || !exists(`${place}/inputs.json`)) continue;
  const answers = await answersOf(place, `${site}${encodeURIComponent(entry.name)}/`);
  Deno.writeTextFileSync(`${place}/answers.json`, JSON.stringify(answers));
}
for (const [name, make] of Object.entries(madeHere())) {
  const model = make();
  const place = `${folder}/made/${name}`;
  Deno.mkdirSync(place, { recursive: true });
  const shape = [2, ...model.inputs[0].shape.slice(1)];
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i));
  const inputs = tf.tensor(values, shape);
  for (const weight of model.weights) { // statistics and biases that change something
    const value = weight.read();
    weight.write(tf.add(value, tf.randomUniform(value.shape, 0.02, 0.2, "float32", 5)));
  }
  const told = await answer(model, inputs);
  await model.save(tf.io.withSaveHandler((artifacts) => {
    const { weightData, weightSpecs, ...rest } = artifacts;
    const manifest = [{ paths: ["./weights.bin"], weights: weightSpecs }];
    const file = { ...rest, weightsManifest: manifest };
    Deno.writeTextFileSync(`${place}/model.json`, JSON.stringify(file));
    Deno.writeFileSync(`${place}/weights.bin`, new Uint8Array(weightData));
    const modelArtifactsInfo = { dateSaved: new Date(), modelTopologyType: "JSON" };
    return Promise.resolve({ modelArtifactsInfo });
  }));
  Deno.writeTextFileSync(`${place}/answers.json`, JSON.stringify(told));
}
console.log(tf.version["tfjs-layers"]);
await server.shutdown();

/** @param {string} path */
function exists(path) {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} place @param {string} url */
async function answersOf(place, url) {
  try {
    const { shape, values } = JSON.parse(Deno.readTextFileSync(`${place}/inputs.json`));
    const model = await tf.loadLayersModel(`${url}model.json`);
    const inputs = tf.tensor(values, shape);
    const told = await answer(model, inputs);
    tf.dispose([model, inputs]);
    if (!exists(`${place}/selftest.js`)) return told;
    const { selfTest } = await import(`file://${place}/selftest.js`);
    return { ...told, selfTest: await selfTest(tf, url) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** @param {any} model @param {any} inputs */
async function answer(model, inputs) {
  const found = tf.tidy(() => model.predict(inputs));
  const told = { shape: found.shape, values: Array.from(await found.data()) };
  found.dispose();
  return told;
}

/** Models as programs of TensorFlow.js make them. @returns {Record<string, () => any>} */
function madeHere() {
  const layers = tf.layers;
  return {
    teachable_machine: () => {
      const taken = tf.input({ shape: [16, 12, 3] });
      const same = { padding: "same", useBias: false };
      let maps = layers.conv2d({ ...same, filters: 4, kernelSize: 3, strides: 2, name: "Conv1" })
        .apply(taken);
      maps = layers.batchNormalization({ momentum: 0.999, name: "bn_Conv1" }).apply(maps);
      maps = layers.reLU({ maxValue: 6, name: "Conv1_relu" }).apply(maps);
      let wide = layers.conv2d({ ...same, filters: 8, kernelSize: 1, name: "block_1_expand" })
        .apply(maps);
      wide = layers.batchNormalization({ name: "block_1_expand_BN" }).apply(wide);
      wide = layers.reLU({ maxValue: 6, name: "block_1_expand_relu" }).apply(wide);
      wide = layers.depthwiseConv2d({ ...same, kernelSize: 3, name: "block_1_depthwise" })
        .apply(wide);
      wide = layers.batchNormalization({ name: "block_1_depthwise_BN" }).apply(wide);
      wide = layers.conv2d({ ...same, filters: 4, kernelSize: 1, name: "block_1_project" })
        .apply(wide);
      maps = layers.add({ name: "block_1_add" }).apply([maps, wide]);
      const looking = tf.model({ inputs: taken, outputs: maps, name: "model1" });
      const first = tf.sequential({
        layers: [looking, layers.globalAveragePooling2d({ dataFormat: "channelsLast" })],
      });
      const second = tf.sequential();
      second.add(layers.dense({ inputShape: [4], units: 10, activation: "relu" }));
      second.add(layers.dense({ units: 3, useBias: false, activation: "softmax" }));
      return tf.sequential({ layers: [first, second] });
    },
    chain: () =>
      tf.sequential({
        layers: [
          layers.conv2d({
            inputShape: [9, 7, 1],
            filters: 3,
            kernelSize: [3, 2],
            activation: "elu",
          }),
          layers.leakyReLU({ alpha: 0.1 }),
          layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }),
          layers.separableConv2d({ filters: 4, kernelSize: 3 }),
          layers.upSampling2d({ size: [2, 3] }),
          layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
          layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
          layers.cropping2D({ cropping: [[1, 0], [0, 1]] }),
          layers.prelu({ sharedAxes: [1, 2] }),
          layers.thresholdedReLU({ theta: 0.2 }),
          layers.dropout({ rate: 0.4 }),
          layers.layerNormalization({}),
          layers.flatten(),
          layers.dense({ units: 6, activation: "swish" }),
          layers.gaussianNoise({ stddev: 0.1 }),
          layers.reshape({ targetShape: [1, 2, 3] }),
          layers.globalMaxPooling2d({ dataFormat: "channelsLast" }),
          layers.dense({ units: 2 }),
          layers.softmax({ axis: -1 }),
        ],
      }),
    graph: () => {
      const taken = tf.input({ shape: [6, 5, 2] });
      const one = layers.conv2d({ filters: 4, kernelSize: 1, activation: "gelu" }).apply(taken);
      const two = layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }).apply(taken);
      const joins = [layers.add, layers.average, layers.maximum, layers.multiply];
      const joined = joins.map((join) => join().apply([one, two]));
      const all = layers.concatenate({ axis: -1 }).apply(joined);
      const end = layers.globalAveragePooling2d({ dataFormat: "channelsLast" }).apply(all);
      const out = layers.dense({ units: 3, activation: "sigmoid" }).apply(end);
      return tf.model({ inputs: taken, outputs: out });
    },
  };
}
