/** The gradient at one neuron taken apart into terms, as the same JSON as Python's inspector. */

/** @import { Context } from "./connections.js" */
/** @import { Executor } from "./executor.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Target } from "./targets.js" */
import { flatIndex, positionOf } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS } from "./activations.js";
import { layerIndex } from "./architecture.js";
import { CONNECTIONS, contextOf } from "./connections.js";
import { backward } from "./gradients.js";
import { explainNeuron, FORMAT } from "./inspector.js";
import { fedBy, joinedValues } from "./join_connections.js";
import { KIND_FACTS } from "./kind_facts.js";
import { sharedPlace } from "./pointwise.js";
import { logitTarget, lossTarget } from "./targets.js";
import { weightGradients } from "./weight_gradients.js";

/**
 * One way in which a neuron acts on the target: `product` = `weight` × `gradient`.
 *
 * @typedef {{position: number[], weight: number, gradient: number, product: number}} GradientTerm
 */

/**
 * What a neuron's gradient means for one of its inputs and for the weight in between: this
 * neuron's share of each gradient, and the whole.
 *
 * @typedef {{position: number[], input: number, weight: number, is_padding: boolean,
 *   input_share: number, input_gradient: number, weight_share: number | null,
 *   weight_gradient: number | null}} InputShare
 */

/**
 * The same for a learned value that no input belongs to: `bias`, `gamma`, `beta`, `alpha`.
 *
 * @typedef {{name: string, value: number, share: number, gradient: number}} TensorShare
 */

/**
 * activation_gradient = Σ product of `terms`; pre_activation_gradient = activation_gradient ×
 * slope, or Σ product of `softmax_terms`, or what `origin` says where the target begins.
 *
 * @typedef {object} GradientExplanation
 * @property {number} format
 * @property {string} layer
 * @property {string} kind
 * @property {number[]} position
 * @property {string} target such as `cross-entropy loss`
 * @property {number} target_value
 * @property {string | null} next_layer the layer that the neuron feeds, the first of several
 * @property {string[]} [next_layers] the layer of each term, where the neuron feeds several
 * @property {GradientTerm[]} terms
 * @property {number | null} activation_gradient
 * @property {string} activation_function
 * @property {number | null} slope f′ at this neuron
 * @property {GradientTerm[]} softmax_terms
 * @property {number} pre_activation_gradient
 * @property {string} origin
 * @property {InputShare[]} inputs
 * @property {string[]} [input_layers] in a join, the layer of each of `inputs`
 * @property {TensorShare[]} tensors
 */

/**
 * `classIndex` is whose logit, `label` the right class for the loss; the verdict if left out.
 *
 * @typedef {{target: "logit", classIndex?: number} | {target: "loss", label?: number}} Aim
 */

/**
 * Explains the gradient of a target at one neuron, for the last input that the executor ran.
 *
 * @param {Executor} executor
 * @param {string} layer name
 * @param {number[]} position
 * @param {Aim} aim
 * @returns {GradientExplanation}
 * @throws {ConvscopeError} no such neuron or class, or a neuron that comes after the target
 */
export function explainGradient(executor, layer, position, aim) {
  const neuron = explainNeuron(executor, layer, position);
  const index = layerIndex(executor.model.architecture, layer);
  const target = aim.target === "logit"
    ? logitTarget(executor, aim.classIndex)
    : lossTarget(executor, aim.label);
  checkOrder(executor, index, target);
  const context = contextOf(executor, index);
  // What it takes in is given back to by all layers that take it in as well.
  const first = Math.min(...context.step.inputs) + 1;
  const { preActivations, activations } = backward(executor, target, first);
  const own = preActivations[index][flatIndex(context.shape, position)];
  const common = { format: FORMAT, layer, kind: neuron.kind, position };
  const before = context.step.inputs.map((from) => activations[from]);
  const shares = {
    inputs: neuron.sources
      ? joinedShares(context, position, own, before)
      : inputShares(context, neuron, own, before[0], preActivations[index]),
    ...neuron.sources && { input_layers: neuron.sources },
    tensors: tensorShares(context, neuron, own, preActivations[index]),
  };
  const named = { target: target.name, target_value: target.value };
  if (index === target.index) {
    return {
      ...common,
      ...named,
      next_layer: null,
      terms: [],
      activation_gradient: null,
      activation_function: neuron.activation_function,
      slope: null,
      softmax_terms: [],
      pre_activation_gradient: own,
      origin: target.formula,
      ...shares,
    };
  }
  const fed = fedTerms(executor, index, position, preActivations);
  const terms = fed.flatMap((layer) => layer.terms);
  return {
    ...common,
    ...named,
    next_layer: fed[0]?.name ?? null,
    ...fed.length > 1 && { next_layers: fed.flatMap(({ name, terms }) => terms.map(() => name)) },
    terms,
    activation_gradient: terms.reduce((sum, { product }) => sum + product, 0),
    activation_function: neuron.activation_function,
    slope: neuron.softmax ? null : slopeOf(neuron),
    softmax_terms: softmaxTerms(neuron, context, activations[index]),
    pre_activation_gradient: own,
    origin: "",
    ...shares,
  };
}

/**
 * Returns weight × gradient of every neuron that a neuron feeds, layer by layer.
 *
 * @param {Executor} executor
 * @param {number} index of its layer
 * @param {number[]} position
 * @param {Float64Array[]} gradients with respect to pre-activations, by layer
 * @returns {{name: string, terms: GradientTerm[]}[]}
 */
function fedTerms(executor, index, position, gradients) {
  return executor.stages.flatMap(({ name, kind, shape, step }, at) => {
    if (!gradients[at] || !step.inputs.includes(index)) return [];
    const after = contextOf(executor, at);
    return step.inputs.flatMap((from, source) => {
      if (from !== index) return [];
      const fed = KIND_FACTS[kind].joins
        ? fedBy(after, source, position)
        : CONNECTIONS[kind].feed(after, position);
      const terms = fed.map(({ position, weight }) => {
        const gradient = gradients[at][flatIndex(shape, position)];
        return { position, weight, gradient, product: weight * gradient };
      });
      return [{ name, terms }];
    });
  });
}

/** @param {Explanation} neuron @returns {number} */
function slopeOf({ activation_function: name, pre_activation: z, activation: a }) {
  const one = Float64Array.of(1);
  return ACTIVATIONS[name].backward(one, Float32Array.of(z), Float32Array.of(a), 1)[0];
}

/**
 * Returns how z of this neuron acts on every share p of its softmax: ∂p_k/∂z = p_k (own − p).
 *
 * @param {Explanation} neuron
 * @param {Context} context
 * @param {Float64Array} gradient with respect to the layer's activation
 * @returns {GradientTerm[]}
 */
function softmaxTerms({ softmax, position, activation }, { shape }, gradient) {
  const place = position.slice(0, -1);
  const ownIndex = position[position.length - 1];
  return (softmax?.exponentials ?? []).map(({ index, exponential }) => {
    const share = exponential / (softmax?.sum ?? 1);
    const weight = share * (Number(index === ownIndex) - activation);
    const ofShare = gradient[flatIndex(shape, [...place, index])];
    return { position: [...place, index], weight, gradient: ofShare, product: weight * ofShare };
  });
}

/**
 * @param {Context} context
 * @param {Explanation} neuron
 * @param {number} own gradient with respect to the neuron's pre-activation
 * @param {Float64Array} ofInputs gradient with respect to the layer's input
 * @param {Float64Array} ofPreActivations gradient with respect to the layer's pre-activation
 * @returns {InputShare[]}
 */
function inputShares(context, neuron, own, ofInputs, ofPreActivations) {
  const ofWeights = weightGradients(context, neuron, ofPreActivations);
  const slopes = CONNECTIONS[neuron.kind].slopes?.(context, neuron.position) ??
    neuron.terms.map(({ weight }) => weight);
  return neuron.terms.map(({ position, input, is_padding }, number) => ({
    position,
    input,
    weight: slopes[number],
    is_padding,
    input_share: is_padding ? 0 : slopes[number] * own,
    input_gradient: is_padding ? 0 : ofInputs[flatIndex(context.step.inputShape, position)],
    weight_share: ofWeights ? input * own : null,
    weight_gradient: ofWeights ? ofWeights[number] : null,
  }));
}

/**
 * Returns what the gradient means for the value of each layer that a join takes in.
 *
 * @param {Context} context
 * @param {number[]} position
 * @param {number} own gradient with respect to the neuron's pre-activation
 * @param {Float64Array[]} ofInputs gradient with respect to each input
 * @returns {InputShare[]}
 */
function joinedShares(context, position, own, ofInputs) {
  const { inputShapes } = context.step;
  return joinedValues(context, position).map(({ source, position, value, weight }) => ({
    position,
    input: value,
    weight,
    is_padding: false,
    input_share: weight * own,
    input_gradient: ofInputs[source][flatIndex(inputShapes[source], position)],
    weight_share: null,
    weight_gradient: null,
  }));
}

/**
 * Returns the shares of learned values that no input belongs to.
 *
 * @param {Context} context
 * @param {Explanation} neuron
 * @param {number} own
 * @param {Float64Array} gradient with respect to the layer's pre-activation
 * @returns {TensorShare[]}
 */
function tensorShares(context, { kind, position }, own, gradient) {
  const { step: { outputShape, parameterShapes }, tensors } = context;
  const slopeOf = CONNECTIONS[kind]?.slopeOf ?? (() => 1);
  return ["gamma", "bias", "beta", "alpha"].filter((name) => name in tensors).map((name) => {
    const shape = parameterShapes[name];
    const place = sharedPlace(shape, position);
    const index = flatIndex(shape, place);
    // Values of one channel stand `channels` apart; where places count as well, all are looked at.
    const [first, step] = shape.length === 1 && shape[0] > 1 ? [place[0], shape[0]] : [0, 1];
    let whole = 0;
    for (let i = first; i < gradient.length; i += step) {
      if (gradient[i] === 0) continue; // Most places of a map behind ReLU and max-pooling.
      const other = positionOf(outputShape, i);
      if (flatIndex(shape, sharedPlace(shape, other)) !== index) continue;
      whole += slopeOf(context, other, name) * gradient[i];
    }
    const share = slopeOf(context, position, name) * own;
    return { name, value: tensors[name][index], share, gradient: whole };
  });
}

/** @param {Executor} executor @param {number} index @param {Target} target */
function checkOrder({ stages }, index, target) {
  if (index <= target.index) return;
  const last = stages[target.index].name;
  throw new ConvscopeError(
    `Layer "${stages[index].name}" comes after the ${target.name}.`,
    `Only layers up to "${last}" can change it.`,
    `Ask for a neuron of "${last}" or of a layer before it.`,
  );
}
