/** The questions that a first visitor can begin with; each opens the place that answers it. */

/** @import { Architecture } from "../../net/architecture.js" */
/** @import { KindFacts } from "../../net/kind_facts.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { KIND_FACTS } from "../../net/kind_facts.js";
import { openLayer } from "../open_neuron.js";
import { scoringLayer } from "../output_layer.js";
import { textsOf } from "../reader.js";

/**
 * The questions, in the order in which a newcomer meets convolution, pooling and dense layers:
 * where each is answered, as the index of a layer (−1 where the net has none), and the section that
 * answers it.
 *
 * @type {readonly {name: "sum" | "filter" | "lost" | "why" | "change", closer: string,
 *   layerOf: (state: DrawStore) => number}[]}
 */
export const QUESTIONS = [
  { name: "sum", closer: "", layerOf: (state) => firstOf(state, "is_weighted_sum") },
  { name: "filter", closer: "filter", layerOf: (state) => firstOf(state, "convolves") },
  { name: "lost", closer: "lost", layerOf: (state) => firstOf(state, "pools") },
  { name: "why", closer: "compare", layerOf: comparingLayer },
  { name: "change", closer: "change", layerOf: lastLayer },
];

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const questions = QUESTIONS.filter(({ layerOf }) => layerOf(state) >= 0);
  root.append(
    element("h2", {}, t("question.title")),
    element(
      "ol",
      { class: "questions" },
      ...questions.map(({ name, closer, layerOf }) =>
        element(
          "li",
          {},
          button(t(`question.${name}`), () => {
            openLayer(state, layerOf(state));
            state.set({ closer, pass: "forward", asked: state.get().asked + 1 });
          }, { class: "question", "data-question": name }),
        )
      ),
    ),
  );
  return () => {};
}

/** @param {DrawStore} state @returns {Architecture} */
function architectureOf(state) {
  return state.get().model.architecture;
}

/** @param {DrawStore} state @param {keyof KindFacts} fact @returns {number} */
function firstOf(state, fact) {
  return architectureOf(state).layers.findIndex(({ kind }) => KIND_FACTS[kind][fact]);
}

/** @param {DrawStore} state @returns {number} */
function lastLayer(state) {
  return scoringLayer(state.get())?.index ?? architectureOf(state).layers.length - 1;
}

/** @param {DrawStore} state @returns {number} −1 for a net with a single output */
function comparingLayer(state) {
  const scoring = scoringLayer(state.get());
  return scoring && scoring.step.outputShape[0] > 1 ? scoring.index : -1;
}
