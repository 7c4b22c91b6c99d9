/** The numbers of a neuron: its terms, its sum, its activation. */

/** @import { TextKey, Translate } from "../../core/texts.js" */
/** @import { Explanation, Term } from "../../net/inspector.js" */
/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { inParentheses, NUM_DIGITS, toText } from "../../core/number_text.js";
import { add, roundedLine } from "../../core/consistent_rounding.js";
import { ENGLISH } from "../../core/texts_en.js";
import { KIND_FACTS } from "../../net/kind_facts.js";
import { linesOf } from "../../net/neuron_steps.js";
import { jumpButton, layerButton } from "./jump.js";
import { axesText } from "./position_text.js";
import { NUM_LISTED, productTable } from "./product_table.js";
import { textsOf } from "../reader.js";
import { softmaxTable } from "./softmax_table.js";
import { termWalker } from "./term_walker.js";
import { sumOf, walkingOrder } from "./terms.js";
import { windowGrids } from "./window_grids.js";

/**
 * Returns the calculation of a neuron as elements.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @returns {HTMLElement[]}
 */
export function calculation(state, explanation) {
  const walk = walkingOrder(explanation);
  const { window, terms, steps, kind, sum, bias, pre_activation: z, softmax } = explanation;
  const isSum = KIND_FACTS[kind].is_weighted_sum;
  const isJoin = KIND_FACTS[kind].joins;
  const isChosen = KIND_FACTS[kind].keeps_winner && !isJoin; // The winner is told below.
  const isLong = !window && terms.length > 1 && (isJoin || steps.length === 0 && !isChosen);
  const withBias = roundedLine([sum, bias], add, z);
  return [
    ...(window ? [windowGrids(state, explanation, walk, withBias.numDigits)] : []),
    ...(isLong ? [termTable(state, explanation, walk, withBias.numDigits)] : []),
    equation([
      ...origin(state, explanation),
      ...(isJoin ? joinLines : stepLines)(state.get(), explanation),
      ...(isSum ? sumLines(state, explanation, withBias) : []),
      ...resultLines(state, explanation, isSum),
    ]),
    ...(isSum ? [termWalker(state, walk)] : []),
    ...(softmax ? softmaxTable(state, explanation, softmax) : []),
  ];
}

/**
 * Returns lines of a calculation, each with its name.
 *
 * @param {readonly [string, string | HTMLElement][]} lines
 * @returns {HTMLElement}
 */
export function equation(lines) {
  return element(
    "dl",
    { class: "equation" },
    ...lines.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]),
  );
}

/**
 * The products of a long sum, the largest first.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {Term[]} walk
 * @param {number} numDigits with which the sum is shown
 * @returns {HTMLElement}
 */
function termTable(state, { sum, input_layer: layer, sources, terms }, walk, numDigits) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const begin = Math.max(0, Math.min(term - NUM_LISTED + 2, walk.length - NUM_LISTED));
  const listed = walk.slice(begin, begin + NUM_LISTED);
  const others = walk.length - listed.length;
  return productTable({
    caption: t("neuron.terms"),
    head: [
      axesText(t, walk[0].position),
      t("neuron.value"),
      t("neuron.weight"),
      t("neuron.product"),
    ],
    rows: listed.map((one, index) => ({
      place: layerButton(state, sources?.[terms.indexOf(one)], layer, one.position),
      left: one.input,
      right: one.weight,
      product: one.product,
      isCurrent: begin + index === term,
    })),
    rest: others
      ? { label: t("neuron.rest", { number: others }), value: sum - sumOf(listed) }
      : null,
    total: { label: t("neuron.sum", { number: walk.length }), value: sum, numDigits },
  });
}

/**
 * Where a value comes from that is only moved, chosen, or changed by itself; one press leads there.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @returns {[string, string | HTMLElement][]}
 */
function origin(
  state,
  { kind, terms, input_layer: first, input_shape: shape, position, winner, sources },
) {
  const { is_weighted_sum: isSum, flattens } = KIND_FACTS[kind];
  const single = terms.length === 1 && !isSum ? terms[0] : undefined;
  const source = single ?? terms.find((term) => term.position === winner);
  if (!source) return [];
  const t = textsOf(state.get());
  const { position: from, input, is_padding: isPadding } = source;
  const layer = sources?.[terms.indexOf(source)] ?? first;
  if (isPadding) return [[t("neuron.origin"), t("neuron.margin")]];
  /** @type {[string, string | HTMLElement][]} */
  const lines = [[
    t("neuron.origin"),
    element("span", {}, jumpButton(state, { layer, position: from }), ` = ${toText(input)}`),
  ]];
  if (flattens && shape.length === 3) {
    const [row, column, channel] = from;
    lines.push([
      t("neuron.counting"),
      `(${row} × ${shape[1]} + ${column}) × ${shape[2]} + ${channel} = ${position[0]}`,
    ]);
  }
  return lines;
}

/**
 * The lines of a calculation that is no plain sum.
 *
 * @param {Readonly<DrawState>} state
 * @param {Explanation} explanation
 * @returns {[string, string][]}
 */
function stepLines(state, { layer: name, kind, terms, position }) {
  const t = textsOf(state);
  const { architecture, weights } = state.model;
  const layer = architecture.layers.find((one) => one.name === name);
  if (!layer) return [];
  const lines = linesOf(kind, {
    layer,
    tensors: weights[name],
    channel: position[position.length - 1],
    inputs: terms.filter((term) => !term.is_padding).map(({ input }) => input),
  });
  return lines.map(({ name, operands, calculate, write }) => {
    const shown = roundedLine(operands, calculate, calculate(operands));
    return [stepName(t, name), `${write(shown.operands)} = ${shown.result}`];
  });
}

/**
 * The lines of a join's calculation that is no plain sum: its mean, or its product factor by factor.
 *
 * @param {Readonly<DrawState>} state
 * @param {Explanation} explanation
 * @returns {[string, string][]}
 */
function joinLines(state, { kind, steps, sources = [] }) {
  const t = textsOf(state);
  const shown = KIND_FACTS[kind].takes_mean ? steps : steps.slice(1); // The first factor is above.
  return shown.map(({ name, formula, value }, index) => [
    KIND_FACTS[kind].takes_mean ? stepName(t, name) : `× ${sources[index + 1]}`,
    `${formula} = ${toText(value)}`,
  ]);
}

/**
 * Sum and bias.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {import("../../core/consistent_rounding.js").Line} withBias
 * @returns {[string, string][]}
 */
function sumLines(state, { terms }, { operands: [sum, bias], result }) {
  const t = textsOf(state.get());
  return [
    [t("neuron.sum", { number: terms.length }), sum],
    [t("neuron.bias"), `${sum} + ${inParentheses(bias)} = ${result}`],
  ];
}

/**
 * From what comes before the activation to the neuron's value.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {boolean} isSum
 * @returns {[string, string][]}
 */
function resultLines(state, explanation, isSum) {
  const t = textsOf(state.get());
  const { terms, pre_activation: z, activation, activation_function: name, winner } = explanation;
  /** @type {[string, string][]} */
  const lines = [];
  if (winner) {
    lines.push([t("neuron.winner", { number: terms.length }), toText(activation, NUM_DIGITS)]);
  }
  if (name !== "linear") {
    if (!isSum) lines.push([t("neuron.preActivation"), toText(z)]);
    lines.push([t("neuron.activation", { name }), formula(name, z, activation)]);
  } else lines.push([t("neuron.activationPlain"), toText(activation)]);
  return lines;
}

/** @param {string} name @param {number} z @param {number} activation @returns {string} */
function formula(name, z, activation) {
  if (name === "relu") {
    const { operands, result } = roundedLine([z], ([value]) => Math.max(0, value), activation);
    return `max(0, ${operands[0]}) = ${result}`;
  }
  if (name === "sigmoid") {
    const line = roundedLine([-z], ([value]) => 1 / (1 + Math.exp(value)), activation);
    return `1 / (1 + e^${inParentheses(line.operands[0])}) = ${line.result}`;
  }
  if (name === "tanh") {
    const { operands, result } = roundedLine([z], ([value]) => Math.tanh(value), activation);
    return `tanh(${operands[0]}) = ${result}`;
  }
  return toText(activation);
}

/** @param {Translate} t @param {string} name @returns {string} */
function stepName(t, name) {
  const key = `step.${name}`;
  return Object.hasOwn(ENGLISH, key) ? t(/** @type {TextKey} */ (key)) : name;
}
