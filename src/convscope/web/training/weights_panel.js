/** The weights of a layer and their gradients, as pictures, at every step. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { TrainingState, TrainingStore } from "./training_state.js" */
import { element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { toText } from "../core/number_text.js";
import { paintValues, rangeOf } from "../draw/pixels.js";
import { tensorPictures } from "../draw/tensor_pictures.js";
import { smallNet } from "../learning/small_nets.js";
import { readArchitecture } from "../net/architecture.js";
import { KIND_FACTS } from "../net/kind_facts.js";
import { contextOf, palettesOf } from "../panels/canvas.js";
import { textsOf } from "../panels/reader.js";

/** Changes of the state after which the panel looks different. */
const SHOWN = /** @type {const} */ (["tensors", "layers", "shownLayer", "theme", "plain"]);

/** Pictures that are shown at most. */
const MOST = 16;

/** Pictures beside each other. */
const COLUMNS = 4;

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {TrainingStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const layers = element("select", { id: "train-layer" });
  const help = element("p", { class: "note" });
  const more = element("p", { class: "note" });
  const weights = figure(t("train.weights"));
  const gradients = figure(t("train.weights"));
  root.append(
    element("h2", {}, t("train.weights")),
    element(
      "div",
      { class: "field-control" },
      element("label", { for: layers.id }, t("train.layer")),
      layers,
    ),
    help,
    element("div", { class: "tensor-figures" }, weights.root, gradients.root),
    more,
  );

  function draw() {
    const now = state.get();
    const { shownLayer, tensors } = now;
    if ([...layers.options].map(({ value }) => value).join() !== now.layers.join()) {
      layers.replaceChildren(...now.layers.map((name) => element("option", { value: name }, name)));
    }
    layers.value = shownLayer;
    const kernel = tensors[`${shownLayer}.kernel`];
    if (!kernel) return;
    const isFilter = kernel.shape.length === 4;
    help.textContent = t(isFilter ? "train.weightsHelp.filters" : "train.weightsHelp.values");
    const before = shapeBefore(now);
    const number = kernel.shape[kernel.shape.length - 1];
    more.hidden = number <= MOST;
    more.textContent = t("train.weightsShown", { shown: MOST, number });
    const gradient = kernel.gradient ?? new Float32Array(kernel.values.length);
    const reach = weights.draw(now, kernel.values, kernel.shape, before);
    const slope = gradients.draw(now, gradient, kernel.shape, before);
    weights.name(t("train.weightPictures", { reach: toText(reach, 2) }));
    gradients.name(t("train.gradientPictures", { reach: toText(slope, 2) }));
  }

  const drawing = oncePerFrame(draw);
  const stops = [
    listen(layers, "change", () => state.set({ shownLayer: layers.value })),
    state.subscribe((_, changed) => {
      if (SHOWN.some((key) => changed.has(key))) drawing.request();
    }),
    drawing.cancel,
  ];
  draw();
  return () => stops.forEach((stop) => stop());
}

/** Pictures on one canvas, with a caption. @param {string} label until there are any */
function figure(label) {
  const canvas = element("canvas", { role: "img", "aria-label": label });
  const caption = element("figcaption");
  return {
    root: element("figure", {}, canvas, caption),
    /** @param {string} text */
    name(text) {
      if (caption.textContent === text) return;
      caption.textContent = text;
      canvas.setAttribute("aria-label", text);
    },
    /**
     * @param {Readonly<TrainingState>} state
     * @param {Float32Array} values
     * @param {Shape} shape
     * @param {Shape} before
     * @returns {number} how far the colours reach to either side of 0
     */
    draw(state, values, shape, before) {
      const { pictures, height, width } = tensorPictures(values, shape, before, MOST);
      const { low, high } = rangeOf(values);
      const reach = Math.max(-low, high);
      const columns = Math.min(COLUMNS, pictures.length);
      const rows = Math.ceil(pictures.length / columns);
      canvas.width = columns * (width + 1) - 1;
      canvas.height = rows * (height + 1) - 1;
      const { signed } = palettesOf(state);
      pictures.forEach((picture, index) => {
        const pixels = paintValues(picture, { low: -reach, high: reach }, signed);
        const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
        const [row, column] = [Math.floor(index / columns), index % columns];
        contextOf(canvas).putImageData(image, column * (width + 1), row * (height + 1));
      });
      return values.some(Boolean) ? reach : 0;
    },
  };
}

/** @param {Readonly<TrainingState>} state @returns {Shape} of the layer's input, not yet flattened */
function shapeBefore({ trainNet, trainDropout, set, shownLayer }) {
  const { steps } = readArchitecture(
    smallNet(trainNet, set?.classNames.length ?? 2, trainDropout),
  );
  let at = steps.findIndex(({ layer }) => layer.name === shownLayer);
  while (at > 0 && KIND_FACTS[steps[at - 1].layer.kind].passes_on) at--;
  return steps[Math.max(at, 0)].inputShape;
}
