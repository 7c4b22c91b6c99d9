/** From a value to the neuron that it comes from. */

/** @import { Translate } from "../../core/texts.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { flatIndex, positionOf } from "../../core/arrays.js";
import { button, element } from "../../core/dom.js";
import { KIND_FACTS } from "../../net/kind_facts.js";
import { positionText } from "./position_text.js";
import { textsOf } from "../reader.js";

/** @typedef {{layer: string, position: number[]}} Place `input` is the net's input */

/**
 * Returns a place in words.
 *
 * @param {Translate} t
 * @param {Place} place
 * @returns {string} such as `max_pooling2d: row 2, column 3, map 9`
 */
export function placeText(t, { layer, position }) {
  if (layer === "input") return t("jump.input", { position: positionText(t, position) });
  return t("neuron.heading", { layer, position: positionText(t, position) });
}

/**
 * Returns a button that opens a neuron; for a pixel of the input, which is no neuron, plain words.
 *
 * @param {DrawStore} state
 * @param {Place} place
 * @param {string} [text] what it says, instead of the place in words
 * @returns {HTMLElement}
 */
export function jumpButton(state, place, text = "") {
  const t = textsOf(state.get());
  const { layer, position } = place;
  const words = placeText(t, place);
  if (!isNeuron(state, place)) return element("span", {}, text || words);
  return button(
    text || words,
    () => state.set({ layer, neuron: [...position], term: -1 }),
    { class: "jump", title: t("jump.open", { place: words }) },
  );
}

/**
 * Returns a button that opens a neuron, in a table of neurons of one layer; where they are of several
 * layers it says of which.
 *
 * @param {DrawStore} state
 * @param {string | undefined} own the neuron's layer where the table's neurons are of several
 * @param {string} layer the layer of all of them where they are not
 * @param {number[]} position
 * @returns {HTMLElement}
 */
export function layerButton(state, own, layer, position) {
  const place = { layer: own ?? layer, position };
  return jumpButton(state, place, own ? `${own}: ${position.join(", ")}` : position.join(", "));
}

/**
 * Tells whether a place is a neuron, and no pixel of the input.
 *
 * @param {DrawStore} state
 * @param {Place} place
 * @returns {boolean}
 */
export function isNeuron(state, { layer }) {
  return state.get().model.architecture.layers.some(({ name }) => name === layer);
}

/**
 * Follows a value back through layers that only pass it on.
 *
 * @param {DrawStore} state
 * @param {Place} place
 * @returns {Place} where the value was computed
 */
export function sourceOf(state, { layer, position }) {
  const { architecture } = state.get().model;
  let at = architecture.layers.findIndex(({ name }) => name === layer);
  const factsOf = (/** @type {number} */ index) => KIND_FACTS[architecture.layers[index].kind];
  while (at >= 0 && factsOf(at).passes_on) {
    const { inputs, inputShape, outputShape } = architecture.steps[at];
    position = positionOf(inputShape, flatIndex(outputShape, position)); // Their order is the same.
    at = inputs[0];
  }
  return { layer: architecture.layers[at]?.name ?? "input", position };
}
