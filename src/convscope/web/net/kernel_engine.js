/** Computes a net with the WebAssembly kernel, all of it in one memory. */

/** @import { Compiled } from "./kernel.js" */
/** @import { Places } from "./kernel_calls.js" */
/** @import { Model } from "./model.js" */
/** @import { Operation } from "./operations.js" */
/** @import { Engine } from "./script_engine.js" */
import { product } from "../core/arrays.js";
import { createArena } from "./arena.js";
import { KERNEL_CALLS } from "./kernel_calls.js";
import { takeCeiling } from "./kernel_pointwise.js";
import { KIND_FACTS } from "./kind_facts.js";
import { activator } from "./script_engine.js";

const BYTES = 4;

/** Activation functions of the kernel, and where they end. */
const CEILINGS = { relu: Infinity, relu6: 6 };

/**
 * Returns an engine whose arrays lie in the kernel's memory. What the kernel cannot compute, and
 * activation functions that are neither a ReLU nor none, are computed in JavaScript there.
 *
 * @param {Model} model
 * @param {Operation[]} operations one per layer
 * @param {Compiled} compiled
 * @returns {Engine | null} null where there is not as much memory in one piece
 */
export function createKernelEngine(
  { architecture: { input, steps }, weights },
  operations,
  compiled,
) {
  const arena = createArena();
  const inputLength = product(input.shape);
  const inputPlace = arena.take(inputLength);
  const ceilings = new Map(
    Object.entries(CEILINGS).map(([name, most]) => [name, takeCeiling(arena, most)]),
  );
  /** @type {Places[]} */
  const places = [];
  const starts = steps.map((step) => {
    const { kind, name, activation = "linear" } = step.layer;
    const inputs = step.inputs.map((from) => places[from]?.activation ?? inputPlace);
    const length = product(step.outputShape);
    const facts = KIND_FACTS[kind];
    const output = facts.keeps_values ? inputs[0] : arena.take(length);
    const own = {
      inputs,
      output,
      activation: activation === "linear" ? output : arena.take(length),
      rectifies: activation === "relu" && facts.is_weighted_sum, // the kernel's products do so
    };
    places.push(own);
    const start = KERNEL_CALLS[kind]?.(step, weights[name], arena, own);
    if (!start) own.rectifies = false;
    return start;
  });
  const opened = arena.open(compiled);
  if (!opened) return null;
  const { kernel } = opened;
  /** @type {Map<number, Float32Array>} one array for each address, also where layers share it */
  const views = new Map([[inputPlace, opened.view(inputPlace, inputLength)]]);
  const viewOf = (/** @type {number} */ place, /** @type {number} */ length) => {
    const view = views.get(place) ?? opened.view(place, length);
    views.set(place, view);
    return view;
  };

  const layers = steps.map(({ layer, inputShapes, outputShape }, index) => {
    const { inputs, output, activation, rectifies } = places[index];
    const length = product(outputShape);
    const preActivation = viewOf(output, length);
    const activations = viewOf(activation, length);
    const call = starts[index]?.(kernel, compiled.numRows) ??
      (KIND_FACTS[layer.kind].keeps_values
        ? null
        : scripted(operations[index], inputs.map((at, i) => viewOf(at, product(inputShapes[i])))));
    const activate = rectifies ? null : activator(outputShape, layer.activation);
    const ceiling = ceilings.get(layer.activation);
    const finish = activate && ceiling !== undefined
      ? () => kernel.rectify(output, length * BYTES, activation, ceiling)
      : activate;
    return {
      preActivation,
      activation: activations,
      compute() {
        call?.(preActivation);
        finish?.(preActivation, activations);
      },
    };
  });
  return { input: viewOf(inputPlace, inputLength), layers };
}

/**
 * @param {Operation} operation
 * @param {Float32Array[]} inputs
 * @returns {(output: Float32Array) => void}
 */
function scripted({ forward }, inputs) {
  return (output) => forward(inputs, output);
}
