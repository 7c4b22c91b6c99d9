/**
 * Computes every model file of a folder as the page does: with the kernel, and in JavaScript alone.
 *
 *     deno run --allow-read --allow-write compute_files.js FOLDER
 *
 * Beside `net.safetensors` lies `net.inputs`, float32; `net.page` and `net.script` are written.
 */

/** @import { Executor } from "../../../src/convscope/web/net/executor.js" */
import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";

const [folder] = Deno.args;
for (const { name } of [...Deno.readDirSync(folder)]) {
  if (!name.endsWith(".safetensors")) continue;
  const path = `${folder}/${name.replace(/\.safetensors$/, "")}`;
  const model = loadModel(bytesOf(`${path}.safetensors`));
  const inputs = new Float32Array(bytesOf(`${path}.inputs`));
  write(`${path}.page`, answersOf(createExecutor(model), inputs));
  write(`${path}.script`, answersOf(createExecutor(model, null), inputs));
}

/** @param {Executor} executor @param {Float32Array} inputs one after another @returns {number[]} */
function answersOf(executor, inputs) {
  const size = executor.input.length;
  return Array.from({ length: inputs.length / size }, (_, index) => {
    const { layers } = executor.run(inputs.subarray(index * size, (index + 1) * size));
    return [...layers[layers.length - 1].activation];
  }).flat();
}

/** @param {string} path @param {number[]} values */
function write(path, values) {
  Deno.writeFileSync(path, new Uint8Array(Float32Array.from(values).buffer));
}

/** @param {string} path @returns {ArrayBuffer} */
function bytesOf(path) {
  return Uint8Array.from(Deno.readFileSync(path)).buffer;
}
