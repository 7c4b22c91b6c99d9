/** Computes a net with the WebAssembly kernel, all of it in one memory. */

/** @import { Compiled } from "./kernel.js" */
/** @import { Places } from "./kernel_calls.js" */
/** @import { Model } from "./model.js" */
/** @import { Engine } from "./script_engine.js" */
import { product } from "../core/arrays.js";
import { createArena } from "./arena.js";
import { KERNEL_CALLS } from "./kernel_calls.js";
import { activator, UNCHANGED } from "./script_engine.js";

const BYTES = 4;

/** Kinds in whose products the kernel includes ReLU. */
const RECTIFYING = new Set(["Conv2D", "Dense"]);

/**
 * Returns an engine whose arrays lie in the kernel's memory. Activation functions that are neither
 * ReLU nor none are computed in JavaScript there.
 *
 * @param {Model} model
 * @param {Compiled} compiled
 * @returns {Engine | null} null where there is not as much memory in one piece
 */
export function createKernelEngine({ architecture: { input, steps }, weights }, compiled) {
  const arena = createArena();
  const inputLength = product(input.shape);
  const inputPlace = arena.take(inputLength);
  /** @type {Places[]} */
  const places = [];
  const starts = steps.map((step) => {
    const { kind, name, activation = "linear" } = step.layer;
    const inputs = step.inputs.map((from) => places[from]?.activation ?? inputPlace);
    const length = product(step.outputShape);
    const output = UNCHANGED.has(kind) ? inputs[0] : arena.take(length);
    const own = {
      inputs,
      output,
      activation: activation === "linear" ? output : arena.take(length),
      rectifies: activation === "relu" && RECTIFYING.has(kind),
    };
    places.push(own);
    return KERNEL_CALLS[kind]?.(step, weights[name], arena, own);
  });
  const opened = arena.open(compiled);
  if (!opened) return null;
  const { kernel, view } = opened;

  const layers = steps.map(({ layer, outputShape }, index) => {
    const { output, activation, rectifies } = places[index];
    const length = product(outputShape);
    const preActivation = view(output, length);
    const activations = activation === output ? preActivation : view(activation, length);
    const call = starts[index]?.(kernel, compiled.numRows);
    const activate = rectifies ? null : activator(layer.activation, outputShape);
    const finish = activate && layer.activation === "relu"
      ? () => kernel.rectify(output, length * BYTES, activation)
      : activate;
    return {
      preActivation,
      activation: activations,
      compute() {
        call?.();
        finish?.(preActivation, activations);
      },
    };
  });
  return { input: view(inputPlace, inputLength), layers };
}
