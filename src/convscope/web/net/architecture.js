/** A net as data: an input, a list of layers, and all that follows from them. No weights. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Layer } from "./layer_kinds.js" */
/** @import { Option } from "./options.js" */
/** @import { ReceptiveField } from "./receptive_field.js" */
/** @import { Sliding } from "./windows.js" */
import { product, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { inShort } from "../core/strangers.js";
import { LAYER_KINDS, layerTitle } from "./layer_kinds.js";
import { INTERVAL, NAME, SHAPE, shownValue } from "./options.js";
import { fieldOfInput, fieldShifted, fieldThrough, wholeField } from "./receptive_field.js";

/** The version of the JSON form that this reader knows. */
const FORMAT = 1;

/** Layers of a net, as `architecture/bounds.py` has it. */
const MAX_LAYERS = 2_000;

/** Values that leave all layers for one image; the page keeps every one of them. */
const MAX_VALUES = 2 ** 28;

/**
 * One layer with what follows from its place in the net.
 *
 * @typedef {object} Step
 * @property {Layer} layer
 * @property {number[]} inputs positions of the layers that it takes in; −1 is the net's input
 * @property {Shape} inputShape
 * @property {Shape} outputShape
 * @property {string} rule the shape rule with its numbers, for people
 * @property {Record<string, number[]>} parameterShapes by short name (`kernel`, `bias`, …)
 * @property {number} numParameters
 * @property {number} multiplyAdds multiplications with learned weights for one image
 * @property {[Sliding, Sliding] | null} sliding how its window slides over rows and columns
 * @property {ReceptiveField} receptiveField which input pixels a neuron of this layer sees
 */

/**
 * @typedef {object} Architecture
 * @property {{shape: number[], value_range: [number, number]}} input
 * @property {Layer[]} layers
 * @property {Step[]} steps
 * @property {Shape} outputShape
 * @property {string} outputActivation the activation that the output has gone through last
 */

/**
 * Builds the net from its JSON, and so checks every shape.
 *
 * @param {string | Record<string, any>} json text or data, as `Architecture.to_json` writes it
 * @returns {Architecture}
 * @throws {ConvscopeError} not a net of this format, an unknown kind, or shapes that do not fit
 */
export function readArchitecture(json) {
  const data = typeof json === "string" ? parse(json) : json;
  if (!data?.input?.shape || !Array.isArray(data?.layers)) {
    throw new ConvscopeError(
      "The net's JSON lacks input or layers.",
      'Expected {"input": {"shape": [28, 28, 1]}, "layers": [{"kind": "Flatten"}, …]}.',
      'See a whole one with "convscope summary mnist --json".',
    );
  }
  if ((data.format ?? FORMAT) !== FORMAT) {
    throw new ConvscopeError(
      `The net's format is ${shownValue(data.format)}.`,
      `This version reads format ${FORMAT}.`,
      "Update convscope: pip install --upgrade convscope.",
    );
  }
  const input = { value_range: [0, 1], ...data.input };
  expectOption("The net's input", "shape", input.shape, SHAPE);
  expectOption("The net's input", "value_range", input.value_range, INTERVAL);
  const steps = buildSteps(input.shape, data.layers);
  const outputShape = steps.length ? steps[steps.length - 1].outputShape : input.shape;
  const outputActivation = lastActivation(data.layers);
  return { input, layers: data.layers, steps, outputShape, outputActivation };
}

/**
 * Returns the position of the layer called `name`.
 *
 * @param {Architecture} architecture
 * @param {string} name
 * @returns {number}
 * @throws {ConvscopeError} no layer has that name
 */
export function layerIndex(architecture, name) {
  const index = architecture.layers.findIndex((layer) => layer.name === name);
  if (index >= 0) return index;
  throw new ConvscopeError(
    `Unknown layer "${name}".`,
    `Known: ${architecture.layers.map((layer) => layer.name).join(", ")}.`,
    "Use one of these.",
  );
}

/**
 * @param {number[]} inputShape
 * @param {Layer[]} layers
 * @returns {Step[]}
 */
function buildSteps(inputShape, layers) {
  /** @type {Step[]} */
  const steps = [];
  /** @type {Shape} */
  let shape = inputShape;
  let receptiveField = fieldOfInput(shape);
  /** @type {Set<string>} */
  const names = new Set();
  let numValues = 0;
  if (layers.length > MAX_LAYERS) {
    throw tooLarge(`The net has ${layers.length} layers.`, `Expected at most ${MAX_LAYERS}.`);
  }
  for (const layer of layers) {
    checkLayer(layer, names);
    const kind = LAYER_KINDS[layer.kind];
    const outputShape = kind.outputShape(layer, shape);
    const parameterShapes = kind.parameterShapes?.(layer, shape) ?? {};
    receptiveField = fieldBehind(layer, shape, receptiveField);
    steps.push({
      layer,
      inputs: [steps.length - 1],
      inputShape: shape,
      outputShape,
      rule: kind.rule?.(layer, shape) ?? "shape unchanged",
      parameterShapes,
      numParameters: Object.values(parameterShapes).map(product).reduce((a, b) => a + b, 0),
      multiplyAdds: kind.multiplyAdds?.(layer, shape) ?? 0,
      sliding: kind.sliding?.(layer, shape) ?? null,
      receptiveField,
    });
    shape = outputShape;
    numValues += product(shape);
    if (numValues > MAX_VALUES) {
      throw tooLarge(
        `Up to ${layerTitle(layer)}, which puts out ${shapeText(shape)}, the net has ` +
          `${numValues} values for one image.`,
        `The page keeps at most ${MAX_VALUES}.`,
      );
    }
  }
  return steps;
}

/** @param {string} received @param {string} expected @returns {ConvscopeError} */
function tooLarge(received, expected) {
  return new ConvscopeError(
    received,
    expected,
    "Take a smaller net: fewer layers, filters or units, smaller images.",
  );
}

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value
 * @param {Option} option
 */
function expectOption(where, name, value, option) {
  if (option.fits(value)) return;
  throw new ConvscopeError(
    `${where}: ${name}=${shownValue(value)}.`,
    `Expected ${option.expected}.`,
    "Update convscope, or write the net with it.",
  );
}

/**
 * @param {Layer} layer
 * @param {Set<string>} names those of the layers before, to which its own is added
 */
function checkLayer(layer, names) {
  if (!Object.hasOwn(LAYER_KINDS, layer?.kind)) {
    const kind = layer?.kind;
    throw new ConvscopeError(
      `Unknown layer kind ${typeof kind === "string" ? shownValue(kind) : `"${inShort(kind)}"`}.`,
      `Known: ${Object.keys(LAYER_KINDS).join(", ")}.`,
      "Update convscope, or use one of these.",
    );
  }
  const { options } = LAYER_KINDS[layer.kind];
  const required = ["name", ...Object.keys(options)];
  const missing = required.filter((option) => !Object.hasOwn(layer, option));
  if (missing.length) {
    throw new ConvscopeError(
      `${layerTitle(layer)} lacks ${missing.join(", ")}.`,
      `It needs ${required.join(", ")}.`,
      "Write the net with convscope, which fills in every option.",
    );
  }
  expectOption(`A layer of kind ${layer.kind}`, "name", layer.name, NAME);
  if (names.has(layer.name)) {
    throw new ConvscopeError(
      `The layer name "${layer.name}" is used twice.`,
      "Names are unique.",
      "Give another name.",
    );
  }
  names.add(layer.name);
  for (const [name, option] of Object.entries(options)) {
    expectOption(layerTitle(layer), name, layer[name], option);
  }
}

/**
 * @param {Layer} layer
 * @param {Shape} shape
 * @param {ReceptiveField} field
 * @returns {ReceptiveField}
 */
function fieldBehind(layer, shape, field) {
  const kind = LAYER_KINDS[layer.kind];
  if (kind.seesEverything) return wholeField(field);
  if (layer.kind === "ZeroPadding2D") {
    return fieldShifted(field, layer.padding[0][0], layer.padding[1][0]);
  }
  return kind.sliding ? fieldThrough(field, kind.sliding(layer, shape)) : field;
}

/** @param {Layer[]} layers @returns {string} */
function lastActivation(layers) {
  for (const layer of layers.toReversed()) {
    if ("activation" in layer) return layer.activation;
    if (layer.kind !== "Dropout" && layer.kind !== "Flatten") break;
  }
  return "linear";
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConvscopeError(
      "The net is not valid JSON.",
      'Expected {"input": …, "layers": […]}.',
      'See a whole one with "convscope summary mnist --json".',
    );
  }
}
