/** A net as data: an input, layers that take in each other, and what follows. No weights. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Layer } from "./layer_kinds.js" */
/** @import { Option } from "./options.js" */
/** @import { ReceptiveField } from "./receptive_field.js" */
/** @import { Samples } from "./samples.js" */
/** @import { Sliding } from "./windows.js" */
/** @import { Spreading } from "./spreading.js" */
import { product, shapeText } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { inShort } from "../core/strangers.js";
import { misplacedInput } from "./graph_errors.js";
import { KIND_FACTS } from "./kind_facts.js";
import { LAYER_KINDS, layerTitle, sharesAxis } from "./layer_kinds.js";
import { INTERVAL, NAME, SHAPE, shownValue } from "./options.js";
import {
  fieldJoined,
  fieldOfInput,
  fieldShifted,
  fieldThrough,
  wholeField,
} from "./receptive_field.js";
import { windowOfSamples } from "./samples.js";
import { windowOfSpreading } from "./spreading.js";

/** Versions of the JSON form that this reader knows: in 2, layers may name their `inputs`. */
const FORMATS = [1, 2];

/** How a layer names the net's input among its inputs. */
const INPUT = "input";

/** Layers that a join may take in, where its kind does not say otherwise. */
const MOST_INPUTS = 256;

const WRITE_AGAIN = "Write the net with convscope, which says what would fit.";

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
 * @property {Shape} inputShape of the first of them
 * @property {Shape[]} inputShapes of all of them
 * @property {Shape} outputShape
 * @property {string} rule the shape rule with its numbers, for people
 * @property {Record<string, number[]>} parameterShapes by short name (`kernel`, `bias`, …)
 * @property {number} numParameters
 * @property {number} multiplyAdds multiplications with learned weights for one image
 * @property {[Sliding, Sliding] | null} sliding how its window slides over rows and columns
 * @property {[Spreading, Spreading] | null} spreading how a transposed convolution spreads values
 * @property {[Samples, Samples] | null} samples which rows and columns a resized picture is made of
 * @property {boolean} seesAllPlaces whether every neuron depends on all places of what arrives: by
 *   its kind, or because it takes in all values of a vector
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
  if (!FORMATS.includes(data.format ?? FORMATS[0])) {
    throw new ConvscopeError(
      `The net's format is ${shownValue(data.format)}.`,
      `This version reads the formats ${FORMATS.join(" and ")}.`,
      "Update convscope: pip install --upgrade convscope.",
    );
  }
  const input = { value_range: [0, 1], ...data.input };
  expectOption("The net's input", "shape", input.shape, SHAPE);
  expectOption("The net's input", "value_range", input.value_range, INTERVAL);
  const steps = buildSteps(input.shape, data.layers);
  const outputShape = steps.length ? steps[steps.length - 1].outputShape : input.shape;
  const layers = steps.map(({ layer }) => layer);
  const outputActivation = lastActivation(layers);
  return { input, layers, steps, outputShape, outputActivation };
}

/**
 * Returns how the layers are called that a layer takes in; `input` is the net's input.
 *
 * @param {Architecture} architecture
 * @param {Step} step
 * @returns {string[]}
 */
export function inputNames({ layers }, { inputs }) {
  return inputs.map((from) => layers[from]?.name ?? INPUT);
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
  const ofInput = fieldOfInput(inputShape);
  /** @type {Map<string, number>} */
  const places = new Map();
  let numValues = 0;
  if (layers.length > MAX_LAYERS) {
    throw tooLarge(`The net has ${layers.length} layers.`, `Expected at most ${MAX_LAYERS}.`);
  }
  for (const written of layers) {
    checkLayer(written, places);
    const kind = LAYER_KINDS[written.kind];
    const layer = completed(written);
    const inputs = inputsOf(layer, places, layers);
    const inputShapes = inputs.map((from) => steps[from]?.outputShape ?? inputShape);
    const fields = inputs.map((from) => steps[from]?.receptiveField ?? ofInput);
    const [shape] = inputShapes;
    const outputShape = kind.outputShape(layer, shape, inputShapes);
    const parameterShapes = kind.parameterShapes?.(layer, shape) ?? {};
    const seesAllPlaces = KIND_FACTS[layer.kind].sees_everything ||
      outputShape.length === 1 && (sharesAxis(layer) || KIND_FACTS[layer.kind].mixes_channels);
    places.set(layer.name, steps.length);
    steps.push({
      layer,
      inputs,
      inputShape: shape,
      inputShapes,
      outputShape,
      rule: kind.rule?.(layer, shape, inputShapes) ?? "shape unchanged",
      parameterShapes,
      numParameters: Object.values(parameterShapes).map(product).reduce((a, b) => a + b, 0),
      multiplyAdds: kind.multiplyAdds?.(layer, shape) ?? 0,
      sliding: kind.sliding?.(layer, shape) ?? null,
      spreading: kind.spreading?.(layer, shape) ?? null,
      samples: kind.samples?.(layer, shape) ?? null,
      seesAllPlaces,
      receptiveField: KIND_FACTS[layer.kind].joins
        ? fieldJoined(fields, inputShapes, outputShape)
        : seesAllPlaces
        ? wholeField(fields[0])
        : fieldBehind(layer, shape, fields[0], outputShape),
    });
    numValues += product(outputShape);
    if (numValues > MAX_VALUES) {
      throw tooLarge(
        `Up to ${layerTitle(layer)}, which puts out ${shapeText(outputShape)}, the net has ` +
          `${numValues} values for one image.`,
        `The page keeps at most ${MAX_VALUES}.`,
      );
    }
  }
  expectOneEnd(steps);
  return steps;
}

/**
 * Returns the positions of the layers that a layer takes in; −1 is the net's input.
 *
 * @param {Layer} layer
 * @param {Map<string, number>} places of the layers before it, by name
 * @param {Layer[]} layers of the whole net, as they are written
 * @returns {number[]}
 * @throws {ConvscopeError} it takes in too few, too many, or one that does not stand before it
 */
function inputsOf(layer, places, layers) {
  /** @type {string[] | null} */
  const names = layer.inputs?.length ? layer.inputs : null;
  const { joins } = KIND_FACTS[layer.kind];
  const most = joins ? LAYER_KINDS[layer.kind].mostInputs ?? MOST_INPUTS : 1;
  const count = names?.length ?? 1;
  if (count < (joins ? 2 : 1) || count > most) {
    const expected = joins ? `2–${most}` : "1";
    throw new ConvscopeError(
      `${layerTitle(layer)} takes in ${count} of the layers before it.`,
      `It takes in ${expected}.`,
      WRITE_AGAIN,
    );
  }
  return names?.map((name) => {
    const place = places.get(name) ?? (name === INPUT ? -1 : undefined);
    if (place !== undefined) return place;
    throw misplacedInput(layers, places.size, name);
  }) ?? [places.size - 1];
}

/** @param {Step[]} steps @throws {ConvscopeError} a layer but the last leads nowhere */
function expectOneEnd(steps) {
  const fed = new Set(steps.flatMap(({ inputs }) => inputs));
  const loose = steps.slice(0, -1).find((_, index) => !fed.has(index));
  if (!loose) return;
  throw new ConvscopeError(
    `No layer takes in ${layerTitle(loose.layer)}.`,
    "Expected that all layers lead to the last one, which gives the answer.",
    WRITE_AGAIN,
  );
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
 * @param {Map<string, number>} places of the layers before it, by name
 */
function checkLayer(layer, places) {
  if (!Object.hasOwn(LAYER_KINDS, layer?.kind)) {
    const kind = layer?.kind;
    throw new ConvscopeError(
      `Unknown layer kind ${typeof kind === "string" ? shownValue(kind) : `"${inShort(kind)}"`}.`,
      `Known: ${Object.keys(LAYER_KINDS).join(", ")}.`,
      "Update convscope, or use one of these.",
    );
  }
  const { options } = LAYER_KINDS[layer.kind];
  const required = [
    "name",
    ...Object.keys(options).filter((name) => !("otherwise" in options[name])),
  ];
  const missing = required.filter((option) => !Object.hasOwn(layer, option));
  if (missing.length) {
    throw new ConvscopeError(
      `${layerTitle(layer)} lacks ${missing.join(", ")}.`,
      `It needs ${required.join(", ")}.`,
      "Write the net with convscope, which fills in every option.",
    );
  }
  expectOption(`A layer of kind ${layer.kind}`, "name", layer.name, NAME);
  const { inputs = [] } = layer;
  if (!Array.isArray(inputs) || !inputs.every((name) => typeof name === "string")) {
    throw new ConvscopeError(
      `${layerTitle(layer)}: inputs=${shownValue(inputs)}.`,
      "Expected names of layers.",
      WRITE_AGAIN,
    );
  }
  if (inputs.length && (layer.name === INPUT || places.has(INPUT))) {
    throw new ConvscopeError(
      'A layer is called "input" in a net whose layers name their inputs.',
      "Expected another name: this one stands for what goes into the net.",
      "Give the layer another name.",
    );
  }
  if (places.has(layer.name)) {
    throw new ConvscopeError(
      `The layer name "${layer.name}" is used twice.`,
      "Names are unique.",
      "Give another name.",
    );
  }
  for (const [name, option] of Object.entries(completed(layer))) {
    if (Object.hasOwn(options, name)) {
      expectOption(layerTitle(layer), name, option, options[name]);
    }
  }
}

/** @param {Layer} layer of a kind that is known @returns {Layer} with the options it does not say */
function completed(layer) {
  const unsaid = Object.entries(LAYER_KINDS[layer.kind].options)
    .filter(([name, option]) => "otherwise" in option && !Object.hasOwn(layer, name))
    .map(([name, { otherwise }]) => [name, otherwise]);
  return unsaid.length ? { ...layer, ...Object.fromEntries(unsaid) } : layer;
}

/**
 * @param {Layer} layer
 * @param {Shape} shape
 * @param {ReceptiveField} field
 * @param {Shape} outputShape
 * @returns {ReceptiveField}
 */
function fieldBehind(layer, shape, field, outputShape) {
  const isCountedAnew = KIND_FACTS[layer.kind].recounts && String(shape) !== String(outputShape);
  if (isCountedAnew && outputShape.length === 3) return wholeField(field);
  const { margins, sliding, spreading, samples } = LAYER_KINDS[layer.kind];
  if (margins) {
    const [[top], [left]] = margins(layer);
    return fieldShifted(field, top, left);
  }
  if (samples) {
    const [rows, columns] = samples(layer, shape).map(windowOfSamples);
    return fieldThrough(field, [rows, columns]);
  }
  if (spreading) {
    const [rows, columns] = spreading(layer, shape).map(windowOfSpreading);
    return fieldThrough(field, [rows, columns]);
  }
  return sliding ? fieldThrough(field, sliding(layer, shape)) : field;
}

/** @param {Layer[]} layers @returns {string} */
function lastActivation(layers) {
  for (const layer of layers.toReversed()) {
    if ("activation" in layer) return layer.activation;
    if (!KIND_FACTS[layer.kind].passes_on) break;
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
