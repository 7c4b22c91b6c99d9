/** The gradient at one neuron taken apart into terms, as the same JSON as Python's inspector. */

/** @import { Context } from "./connections.js" */
/** @import { Executor } from "./executor.js" */
/** @import { Explanation } from "./inspector.js" */
/** @import { Target } from "./targets.js" */
import { flatIndex } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { ACTIVATIONS } from "./activations.js";
import { layerIndex } from "./architecture.js";
import { CONNECTIONS, contextOf } from "./connections.js";
import { backward } from "./gradients.js";
import { explainNeuron, FORMAT } from "./inspector.js";
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
 * The same for a learned value that no input belongs to: `bias`, `gamma`, `beta`.
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
 * @property {string | null} next_layer the layer that the neuron feeds
 * @property {GradientTerm[]} terms
 * @property {number | null} activation_gradient
 * @property {string} activation_function
 * @property {number | null} slope f′ at this neuron
 * @property {GradientTerm[]} softmax_terms
 * @property {number} pre_activation_gradient
 * @property {string} origin
 * @property {InputShare[]} inputs
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
  const { preActivations, inputs } = backward(executor, target, index);
  const context = contextOf(executor, index);
  const own = preActivations[index][flatIndex(context.shape, position)];
  const common = { format: FORMAT, layer, kind: neuron.kind, position };
  const shares = {
    inputs: inputShares(context, neuron, own, inputs[index], preActivations[index]),
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
  const after = contextOf(executor, index + 1);
  const terms = gradientTerms(after, position, preActivations[index + 1]);
  return {
    ...common,
    ...named,
    next_layer: after.name,
    terms,
    activation_gradient: terms.reduce((sum, { product }) => sum + product, 0),
    activation_function: neuron.activation_function,
    slope: neuron.softmax ? null : slopeOf(neuron),
    softmax_terms: softmaxTerms(neuron, context, inputs[index + 1]),
    pre_activation_gradient: own,
    origin: "",
    ...shares,
  };
}

/** @param {Context} after @param {number[]} position @param {Float64Array} gradient */
function gradientTerms(after, position, gradient) {
  return CONNECTIONS[after.kind].feed(after, position).map(({ position, weight }) => {
    const ofFed = gradient[flatIndex(after.shape, position)];
    return { position, weight, gradient: ofFed, product: weight * ofFed };
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
  return neuron.terms.map(({ position, input, weight, is_padding }, number) => ({
    position,
    input,
    weight,
    is_padding,
    input_share: is_padding ? 0 : weight * own,
    input_gradient: is_padding ? 0 : ofInputs[flatIndex(context.step.inputShape, position)],
    weight_share: ofWeights ? input * own : null,
    weight_gradient: ofWeights ? ofWeights[number] : null,
  }));
}

/**
 * Returns the shares of bias and beta (which only add) and of gamma (which multiplies what was
 * normalised).
 *
 * @param {Context} context
 * @param {Explanation} neuron
 * @param {number} own
 * @param {Float64Array} gradient with respect to the layer's pre-activation
 * @returns {TensorShare[]}
 */
function tensorShares({ step, tensors, input }, { position }, own, gradient) {
  const channel = position[position.length - 1];
  const channels = step.outputShape[step.outputShape.length - 1];
  const normalised = (/** @type {number} */ i) =>
    (input[i] - tensors.moving_mean[channel]) /
    Math.sqrt(tensors.moving_variance[channel] + step.layer.epsilon);
  return ["gamma", "bias", "beta"].filter((name) => name in tensors).map((name) => {
    const factor = name === "gamma" ? normalised : () => 1;
    let whole = 0;
    for (let i = channel; i < gradient.length; i += channels) whole += factor(i) * gradient[i];
    const share = factor(flatIndex(step.outputShape, position)) * own;
    return { name, value: tensors[name][channel], share, gradient: whole };
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
