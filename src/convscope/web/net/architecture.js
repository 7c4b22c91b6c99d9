/** A net as data: an input, a list of layers, and all that follows from them. No weights. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Layer } from "./layer_kinds.js" */
/** @import { ReceptiveField } from "./receptive_field.js" */
/** @import { Sliding } from "./windows.js" */
import { product } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS } from "./activations.js";
import { LAYER_KINDS, layerTitle } from "./layer_kinds.js";
import { fieldOfInput, fieldShifted, fieldThrough, wholeField } from "./receptive_field.js";

/** The version of the JSON form that this reader knows. */
const FORMAT = 1;

/**
 * One layer with what follows from its place in the net.
 *
 * @typedef {object} Step
 * @property {Layer} layer
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
  if (!data?.input?.shape || !Array.isArray(data.layers)) {
    throw new ConvscopeError(
      "The net's JSON lacks input or layers.",
      'Expected {"input": {"shape": [28, 28, 1]}, "layers": [{"kind": "Flatten"}, …]}.',
      'See a whole one with "convscope summary mnist --json".',
    );
  }
  if ((data.format ?? FORMAT) !== FORMAT) {
    throw new ConvscopeError(
      `The net's format is ${data.format}.`,
      `This version reads format ${FORMAT}.`,
      "Update convscope: pip install --upgrade convscope.",
    );
  }
  const input = { value_range: [0, 1], ...data.input };
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
  for (const layer of layers) {
    checkLayer(layer);
    const kind = LAYER_KINDS[layer.kind];
    const outputShape = kind.outputShape(layer, shape);
    const parameterShapes = kind.parameterShapes?.(layer, shape) ?? {};
    receptiveField = fieldBehind(layer, shape, receptiveField);
    steps.push({
      layer,
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
  }
  return steps;
}

/** @param {Layer} layer */
function checkLayer(layer) {
  if (!Object.hasOwn(LAYER_KINDS, layer?.kind)) {
    throw new ConvscopeError(
      `Unknown layer kind "${layer?.kind}".`,
      `Known: ${Object.keys(LAYER_KINDS).join(", ")}.`,
      "Update convscope, or use one of these.",
    );
  }
  const required = ["name", ...LAYER_KINDS[layer.kind].options];
  const missing = required.filter((option) => !Object.hasOwn(layer, option));
  if (missing.length) {
    throw new ConvscopeError(
      `${layerTitle(layer)} lacks ${missing.join(", ")}.`,
      `It needs ${required.join(", ")}.`,
      "Write the net with convscope, which fills in every option.",
    );
  }
  if ("activation" in layer && !Object.hasOwn(ACTIVATIONS, layer.activation)) {
    throw new ConvscopeError(
      `${layerTitle(layer)}: activation="${layer.activation}".`,
      `Expected one of ${Object.keys(ACTIVATIONS).join(", ")}.`,
      "Update convscope, or use one of these.",
    );
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
