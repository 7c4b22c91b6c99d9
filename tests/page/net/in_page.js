/** What the parity tests run inside the page. */

import { createExecutor } from "../../../src/convscope/web/net/executor.js";
import { explainGradient } from "../../../src/convscope/web/net/gradient_inspector.js";
import { backward } from "../../../src/convscope/web/net/gradients.js";
import { gradCam } from "../../../src/convscope/web/net/grad_cam.js";
import { explainNeuron } from "../../../src/convscope/web/net/inspector.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { logitTarget } from "../../../src/convscope/web/net/targets.js";

/** @param {string} url @returns {Promise<ArrayBuffer>} */
async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

/** @param {string} name of a model file under /files/ */
export async function openModel(name) {
  return createExecutor(loadModel(await fetchBytes(`/files/${name}.safetensors`)));
}

/**
 * Runs the first input of a file and takes everything apart.
 *
 * @param {string} name
 */
export async function everything(name) {
  const executor = await openModel(name);
  const inputs = new Float32Array(await fetchBytes(`/files/${name}.float32`));
  const { layers, probabilities, logits } = executor.run(inputs.subarray(0, executor.input.length));
  const { activations } = backward(executor, logitTarget(executor, 1));
  return {
    layers: layers.map((l) => [...l.activation]),
    preActivations: layers.map((l) => [...l.preActivation]),
    probabilities: [...probabilities],
    logits: [...logits],
    gradients: layers.map((_, index) => [...activations[index - 1]]),
    heatMap: [...(gradCam(executor, 1)?.values ?? [])],
  };
}

/**
 * Runs every input of a file.
 *
 * @param {string} name
 * @returns {Promise<number[][]>} probabilities
 */
export async function probabilitiesOfAll(name) {
  const executor = await openModel(name);
  const inputs = new Float32Array(await fetchBytes(`/files/${name}.float32`));
  const size = executor.input.length;
  const results = [];
  for (let start = 0; start < inputs.length; start += size) {
    results.push([...executor.run(inputs.subarray(start, start + size)).probabilities]);
  }
  return results;
}

/**
 * Explains neurons of the first input of a file.
 *
 * @param {string} name
 * @param {[string, number[], import("../../../src/convscope/web/net/gradient_inspector.js").Aim | null][]} questions
 */
export async function explanations(name, questions) {
  const executor = await openModel(name);
  executor.run(new Float32Array(await fetchBytes(`/files/${name}.float32`)));
  return questions.map(([layer, position, aim]) =>
    aim ? explainGradient(executor, layer, position, aim) : explainNeuron(executor, layer, position)
  );
}
