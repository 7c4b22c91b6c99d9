/** A model: an architecture with weights, class names and preprocessing, from one file. */

/** @import { Architecture } from "./architecture.js" */
/** @import { Weights } from "./operations.js" */
/** @import { Tensor } from "./safetensors.js" */
import { shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { readArchitecture } from "./architecture.js";
import { readSafetensors } from "./safetensors.js";

/** Value of `format` in the file's metadata. */
const FORMAT = "convscope-model-1";

/** Prefix of tensors that describe the training data and are not weights. */
const ABOUT = "about.";

/**
 * @typedef {object} Model
 * @property {Architecture} architecture
 * @property {Record<string, Weights>} weights tensors by layer name, then by short name
 * @property {string[]} classNames one per output
 * @property {string} placement how a drawing is put into the input
 * @property {string} fit how a picture of another size is brought to the input's
 * @property {Record<string, any>} trainedOn facts about the training, for people
 * @property {Record<string, Tensor>} about other tensors, such as `class_means`
 */

/**
 * Returns the model in a model file; nothing in it is ever executed.
 *
 * @param {ArrayBuffer} file
 * @returns {Model}
 * @throws {ConvscopeError} not a model file, cut short, or weights that do not fit
 */
export function loadModel(file) {
  const { tensors, metadata } = readSafetensors(file);
  if (metadata.format !== FORMAT) {
    throw new ConvscopeError(
      `The file's format is ${metadata.format ?? "not given"}.`,
      `Expected a convscope model, format "${FORMAT}".`,
      "Give the model.safetensors of a run, or update convscope.",
    );
  }
  const architecture = readArchitecture(metadata.architecture);
  /** @type {Record<string, Tensor>} */
  const about = {};
  for (const [name, tensor] of tensors) {
    if (!name.startsWith(ABOUT)) continue;
    about[name.slice(ABOUT.length)] = tensor;
    tensors.delete(name);
  }
  return {
    architecture,
    weights: weightsByLayer(architecture, tensors),
    classNames: JSON.parse(metadata.class_names ?? "[]"),
    placement: metadata.placement ?? "none",
    fit: metadata.fit ?? "pad",
    trainedOn: JSON.parse(metadata.trained_on ?? "{}"),
    about,
  };
}

/**
 * @param {Architecture} architecture
 * @param {Map<string, Tensor>} tensors by `<layer>.<tensor>`
 * @returns {Record<string, Weights>}
 */
function weightsByLayer(architecture, tensors) {
  const unused = new Set(tensors.keys());
  /** @type {Record<string, Weights>} */
  const weights = {};
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const [shortName, shape] of Object.entries(parameterShapes)) {
      const name = `${layer.name}.${shortName}`;
      const tensor = tensors.get(name);
      if (!tensor) throw misfit(`the tensor ${name} is missing`, shapeText(shape));
      if (!(tensor.values instanceof Float32Array) || !isEqual(tensor.shape, shape)) {
        throw misfit(`${name} has shape ${shapeText(tensor.shape)}`, shapeText(shape));
      }
      weights[layer.name][shortName] = tensor.values;
      unused.delete(name);
    }
  }
  if (unused.size) throw misfit(`the tensors ${[...unused].join(", ")} are too many`, "no others");
  return weights;
}

/** @param {readonly number[]} a @param {readonly number[]} b @returns {boolean} */
function isEqual(a, b) {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** @param {string} what @param {string} expected @returns {ConvscopeError} */
function misfit(what, expected) {
  return new ConvscopeError(
    `The model file does not fit its own net: ${what}.`,
    `The net needs ${expected}, in floating point.`,
    "Train again or take another file.",
  );
}
