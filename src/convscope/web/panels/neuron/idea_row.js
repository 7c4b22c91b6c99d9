/** The ideas that are met at an opened neuron, each with one plain sentence behind its name. */

/** @import { TextKey } from "../../core/texts.js" */
/** @import { Explanation } from "../../net/inspector.js" */
/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { ENGLISH } from "../../core/texts_en.js";
import { scoringLayer } from "../output_layer.js";
import { textsOf } from "../reader.js";

/** @typedef {"map" | "filter" | "weight" | "bias" | "product" | "window" | "padding" | "stride"
 *   | "receptiveField" | "mean" | "spread" | "gamma" | "beta" | "margin" | "row" | "dropout"
 *   | "score" | "probability" | "activation" | "gradient" | "loss" | "scale" | "neuron"} Idea */

/**
 * Which ideas belong to a kind of layer.
 *
 * @type {Readonly<Record<string, readonly Idea[]>>}
 */
export const IDEAS = {
  Rescaling: ["neuron", "scale"],
  Normalization: ["neuron", "map", "scale"],
  Resizing: ["neuron", "map"],
  CenterCrop: ["neuron", "map"],
  RandomCrop: ["neuron", "map"],
  RandomFlip: ["neuron"],
  RandomRotation: ["neuron"],
  RandomZoom: ["neuron"],
  RandomTranslation: ["neuron"],
  RandomContrast: ["neuron"],
  RandomBrightness: ["neuron"],
  ZeroPadding2D: ["neuron", "map", "padding"],
  Cropping2D: ["neuron", "map"],
  Conv2D: ["neuron", "map", "filter", "weight", "bias", "stride", "receptiveField"],
  DepthwiseConv2D: ["neuron", "map", "filter", "weight", "bias", "stride", "receptiveField"],
  SeparableConv2D: ["neuron", "map", "filter", "weight", "bias", "stride", "receptiveField"],
  Conv2DTranspose: ["neuron", "map", "filter", "weight", "bias", "receptiveField"],
  MaxPooling2D: ["neuron", "map", "window", "stride", "receptiveField"],
  AveragePooling2D: ["neuron", "map", "window", "stride", "receptiveField"],
  GlobalAveragePooling2D: ["neuron", "map", "receptiveField"],
  GlobalMaxPooling2D: ["neuron", "map", "receptiveField"],
  BatchNormalization: ["neuron", "mean", "spread", "gamma", "beta"],
  LayerNormalization: ["neuron", "map", "gamma", "beta"],
  Activation: ["neuron", "activation"],
  ReLU: ["neuron", "activation"],
  PReLU: ["neuron", "activation"],
  Flatten: ["neuron", "map", "row"],
  Reshape: ["neuron", "map"],
  Dropout: ["neuron", "dropout"],
  SpatialDropout2D: ["neuron", "map", "dropout"],
  GaussianNoise: ["neuron"],
  Dense: ["neuron", "weight", "product", "bias"],
  Add: ["neuron"],
  Subtract: ["neuron"],
  Multiply: ["neuron"],
  Average: ["neuron"],
  Maximum: ["neuron"],
  Concatenate: ["neuron", "map"],
};

/**
 * Returns the ideas that an opened neuron shows.
 *
 * @param {Readonly<DrawState>} now
 * @param {Explanation} explanation
 * @returns {string[]} names of texts that begin with `idea.` or `function.`
 */
export function ideasOf(now, { kind, layer, activation_function: name }) {
  const ideas = (IDEAS[kind] ?? ["neuron"]).map((idea) => `idea.${idea}`);
  if (layer === scoringLayer(now)?.step.layer.name) ideas.push("idea.score");
  if (name === "softmax") ideas.push("idea.probability");
  if (name !== "linear") ideas.push("idea.activation", `function.${name}`);
  if (now.pass === "backward") ideas.push("idea.gradient", "idea.loss");
  return [...new Set(ideas)].filter((key) => Object.hasOwn(ENGLISH, key));
}

/** Counts rows, so that each has an id of its own. */
let numRows = 0;

/**
 * Returns the row. One sentence is shown at a time.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createIdeaRow(state) {
  const t = textsOf(state.get());
  const id = `ideas-${++numRows}`;
  const names = element("div", {
    class: "idea-names",
    role: "group",
    "aria-label": t("idea.label"),
  });
  const sentence = element("p", { class: "idea-sentence", id, role: "status" });
  let shown = "";
  let opened = "";

  function show() {
    for (const one of names.querySelectorAll("button")) {
      one.setAttribute("aria-expanded", String(one.dataset.idea === opened));
    }
    sentence.hidden = !opened;
    sentence.textContent = opened ? t(/** @type {TextKey} */ (opened)) : "";
  }

  return {
    root: element(
      "div",
      { class: "ideas" },
      element("span", { class: "note" }, t("idea.label")),
      names,
      sentence,
    ),
    draw() {
      const { explanation } = state.get();
      if (!explanation) return;
      const ideas = ideasOf(state.get(), explanation);
      if (ideas.join() === shown) return;
      shown = ideas.join();
      if (!ideas.includes(opened)) opened = "";
      names.replaceChildren(
        ...ideas.map((key) =>
          button(t(/** @type {TextKey} */ (`name.${key}`)), () => {
            opened = opened === key ? "" : key;
            show();
          }, { class: "idea", "data-idea": key, "aria-controls": id })
        ),
      );
      show();
    },
  };
}
