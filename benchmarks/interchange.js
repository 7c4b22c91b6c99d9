/** Computes nets from their model files, as the page does: with the kernel, and in JavaScript alone. */

import { createExecutor } from "../src/convscope/web/net/executor.js";
import { loadModel } from "../src/convscope/web/net/model.js";

/** How each way ends its file of answers, with the kernel that it takes; undefined is the page's. */
const WAYS = { "page": undefined, "script": null };

/** @param {string} path @returns {Promise<ArrayBuffer>} */
const bytesOf = async (path) => (await Deno.readFile(path)).buffer;

const [folder] = Deno.args;
const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
for (const file of files.filter((name) => name.endsWith(".safetensors"))) {
  const path = `${folder}/${file.replace(/\.safetensors$/, "")}`;
  const inputs = new Float32Array(await bytesOf(`${path}.inputs`));
  for (const [way, kernel] of Object.entries(WAYS)) {
    const executor = createExecutor(loadModel(await bytesOf(`${path}.safetensors`)), kernel);
    const answers = [];
    for (let start = 0; start < inputs.length; start += executor.input.length) {
      const { layers } = executor.run(inputs.subarray(start, start + executor.input.length));
      answers.push(...layers.at(-1).activation);
    }
    await Deno.writeFile(`${path}.${way}`, new Uint8Array(Float32Array.from(answers).buffer));
  }
}
