/** A model: an architecture with weights, class names and preprocessing, from one file. */

/** @import { Architecture } from "./architecture.js" */
/** @import { Weights } from "./operations.js" */
/** @import { Tensor } from "./safetensors.js" */
import { shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { inShort, readStrangersFile } from "../core/strangers.js";
import { readArchitecture } from "./architecture.js";
import { numClasses } from "./probabilities.js";
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
  return readStrangersFile(() => readModel(file));
}

/** @param {ArrayBuffer} file @returns {Model} */
function readModel(file) {
  const { tensors, metadata } = readSafetensors(file);
  if (metadata.format !== FORMAT) {
    throw new ConvscopeError(
      `The file's format is ${inShort(metadata.format ?? "not given")}.`,
      `Expected a convscope model, format "${FORMAT}".`,
      "Give the model.safetensors of a run, or update convscope.",
    );
  }
  const architecture = readArchitecture(metadata.architecture ?? "");
  /** @type {Record<string, Tensor>} */
  const about = Object.create(null); // a tensor may be called __proto__
  for (const [name, tensor] of tensors) {
    if (!name.startsWith(ABOUT)) continue;
    about[name.slice(ABOUT.length)] = tensor;
    tensors.delete(name);
  }
  checkFamiliarity(architecture, about);
  return {
    architecture,
    weights: weightsByLayer(architecture, tensors),
    classNames: readNames(architecture, metadata.class_names ?? "[]"),
    placement: metadata.placement ?? "none",
    fit: metadata.fit ?? "pad",
    trainedOn: readFacts(metadata.trained_on ?? "{}"),
    about,
  };
}

/** @param {Architecture} architecture @param {string} text @returns {string[]} */
function readNames({ outputShape }, text) {
  const names = parse("class_names", text);
  const expected = outputShape.length === 1 ? numClasses(outputShape[0]) : names?.length;
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string");
  if (isList && (names.length === 0 || names.length === expected)) return names;
  throw senseless("class_names", text, `a list of ${expected ?? "all"} texts, one per class`);
}

/** @param {string} text @returns {Record<string, any>} */
function readFacts(text) {
  const facts = parse("trained_on", text);
  if (facts !== null && typeof facts === "object" && !Array.isArray(facts)) return facts;
  throw senseless("trained_on", text, "an object");
}

/** @param {string} name @param {string} text @returns {any} */
function parse(name, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw senseless(name, text, "JSON");
  }
}

/** @param {Architecture} architecture @param {Record<string, Tensor>} about */
function checkFamiliarity({ outputShape }, about) {
  const size = outputShape[outputShape.length - 1];
  const shapes = { means: [size, size], precision: [size, size], scale: [3] };
  for (const [shortName, shape] of Object.entries(shapes)) {
    const name = `familiarity.${shortName}`;
    if (!about[name]) continue;
    if (!isEqual(about[name].shape, shape)) {
      throw misfit(`${ABOUT}${name} has shape ${shapeText(about[name].shape)}`, shapeText(shape));
    }
    expectNumbers(ABOUT + name, about[name].values);
  }
}

/**
 * @param {Architecture} architecture
 * @param {Map<string, Tensor>} tensors by `<layer>.<tensor>`
 * @returns {Record<string, Weights>}
 */
function weightsByLayer(architecture, tensors) {
  const unused = new Set(tensors.keys());
  /** @type {Record<string, Weights>} */
  const weights = Object.create(null); // a layer may be called __proto__
  for (const { layer, parameterShapes } of architecture.steps) {
    weights[layer.name] = {};
    for (const [shortName, shape] of Object.entries(parameterShapes)) {
      const name = `${layer.name}.${shortName}`;
      const tensor = tensors.get(name);
      if (!tensor) throw misfit(`the tensor ${name} is missing`, shapeText(shape));
      if (!(tensor.values instanceof Float32Array) || !isEqual(tensor.shape, shape)) {
        throw misfit(`${name} has shape ${shapeText(tensor.shape)}`, shapeText(shape));
      }
      expectNumbers(name, tensor.values);
      weights[layer.name][shortName] = tensor.values;
      unused.delete(name);
    }
  }
  if (unused.size) {
    const names = inShort([...unused].join(", "));
    throw misfit(`the tensors ${names} are too many`, "no others");
  }
  return weights;
}

/** @param {readonly number[]} a @param {readonly number[]} b @returns {boolean} */
function isEqual(a, b) {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/**
 * Checks that every value is a finite number: a net with others has no verdict to give.
 *
 * @param {string} name
 * @param {Tensor["values"]} values
 */
function expectNumbers(name, values) {
  if (!(values instanceof Float32Array) || values.every(Number.isFinite)) return;
  throw new ConvscopeError(
    `Values of ${name} are infinite or not a number.`,
    "Expected finite numbers: with others every verdict is nonsense.",
    "The training that wrote it went astray: train again with a lower learning rate, or take " +
      "another file.",
  );
}

/** @param {string} name @param {string} received @param {string} expected */
function senseless(name, received, expected) {
  return new ConvscopeError(
    `The model file's ${name} is ${inShort(received)}.`,
    `Expected ${expected}.`,
    "Take a file that convscope wrote, such as the model.safetensors of a run.",
  );
}

/** @param {string} what @param {string} expected @returns {ConvscopeError} */
function misfit(what, expected) {
  return new ConvscopeError(
    `The model file does not fit its own net: ${what}.`,
    `The net needs ${expected}, in floating point.`,
    "Train again or take another file.",
  );
}
