/** Writes model files, which `net/model.js` and Python's `model_file` read. */

/** @import { Architecture } from "../net/architecture.js" */
/** @import { Weights } from "../net/operations.js" */

/** Values begin at a multiple of so many bytes, as the format's own library has it. */
const ALIGNMENT = 8;

/**
 * What a model says about itself beside its net; what is left out takes the reader's default.
 *
 * @typedef {object} ModelFacts
 * @property {string[]} [classNames] one per output
 * @property {string} [placement] how a drawing is put into the input
 * @property {string} [fit] how a picture of another size is brought to the input's
 * @property {Record<string, any>} [trainedOn] facts about the training, for people
 */

/**
 * Returns a model file. Values are copied, so a training may go on.
 *
 * Source: the format's page, https://huggingface.co/docs/safetensors: 8 bytes header length
 * (little-endian), JSON header, one buffer of values.
 *
 * @param {Architecture} architecture
 * @param {Record<string, Weights>} weights tensors by layer name, then by short name
 * @param {ModelFacts} [facts]
 * @returns {ArrayBuffer}
 */
export function writeModel(architecture, weights, facts = {}) {
  const { classNames = [], placement = "none", fit = "pad", trainedOn = {} } = facts;
  const { input, layers } = architecture;
  // A chain is readable by whatever reads nets without `inputs`.
  const format = layers.some(({ inputs }) => inputs?.length) ? 2 : 1;
  /** @type {Record<string, unknown>} */
  const header = Object.create(null); // a layer may be called __proto__
  header.__metadata__ = {
    format: "convscope-model-1",
    architecture: JSON.stringify({ format, input, layers }),
    class_names: JSON.stringify(classNames),
    placement,
    fit,
    trained_on: JSON.stringify(trainedOn),
  };
  /** @type {Float32Array[]} */
  const tensors = [];
  let end = 0;
  for (const { layer, parameterShapes } of architecture.steps) {
    for (const [shortName, shape] of Object.entries(parameterShapes)) {
      const values = weights[layer.name][shortName];
      const start = end;
      end += values.length * Float32Array.BYTES_PER_ELEMENT;
      const data_offsets = [start, end];
      header[`${layer.name}.${shortName}`] = { dtype: "F32", shape, data_offsets };
      tensors.push(values);
    }
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + length + end).fill(" ".charCodeAt(0), 8, 8 + length);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const values of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return file.buffer;
}
