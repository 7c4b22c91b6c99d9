/** Where a neuron looks: in the input, in the layer before; and its own map to choose from. */

/** @import { Explanation, Term } from "../../net/inspector.js" */
/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { element, listen } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { createFigure, frameOf, gridOf, mapPixels, placeOf, stepOf } from "../map_figure.js";
import { netPixels } from "../picture_pixels.js";
import { textsOf } from "../reader.js";
import { shownChannel, walkingOrder } from "./terms.js";

/**
 * Returns the three figures.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createNeuronFigures(state) {
  const t = textsOf(state.get());
  const input = createFigure();
  const before = createFigure();
  const map = createFigure();
  const help = `${map.canvas.id}-help`;
  map.canvas.tabIndex = 0;
  map.canvas.classList.add("is-choosable");
  map.canvas.setAttribute("role", "application");
  listen(map.canvas, "pointerdown", (/** @type {PointerEvent} */ event) => choosePixel(event));
  listen(map.canvas, "keydown", (/** @type {KeyboardEvent} */ event) => chooseByKey(event));
  const root = element(
    "div",
    { class: "neuron-figures" },
    input.root,
    element("span", { class: "arrow", "aria-hidden": true }, "→"),
    before.root,
    element("span", { class: "arrow", "aria-hidden": true }, "→"),
    map.root,
  );
  map.root.append(
    element("p", { class: "note" }, t("neuron.mapChoose")),
    element("p", { class: "note keyboard-hint", id: help }, t("neuron.mapHelp")),
  );

  /** @param {PointerEvent} event */
  function choosePixel(event) {
    const { explanation, model } = state.get();
    if (!explanation) return;
    const { left, top, width, height } = map.canvas.getBoundingClientRect();
    const { outputShape } = stepOf(state.get(), explanation.layer);
    const grid = gridOf(outputShape);
    const row = Math.floor((event.clientY - top) / height * grid.rows);
    const column = Math.floor((event.clientX - left) / width * grid.columns);
    choose(row, column);
    return model;
  }

  /** @param {KeyboardEvent} event */
  function chooseByKey(event) {
    /** @type {Record<string, [number, number]>} */
    const steps = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    const { explanation } = state.get();
    if (!step || !explanation) return;
    event.preventDefault();
    const { outputShape } = stepOf(state.get(), explanation.layer);
    const { row, column } = placeOf(explanation.position, outputShape);
    choose(row + step[0], column + step[1]);
  }

  /** @param {number} row @param {number} column */
  function choose(row, column) {
    const { layer, neuron } = state.get();
    const { outputShape } = stepOf(state.get(), layer);
    const { rows, columns } = gridOf(outputShape);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    if (outputShape.length === 3) state.set({ neuron: [row, column, neuron[2]], term: -1 });
    else if (row * columns + column < outputShape[0]) {
      state.set({ neuron: [row * columns + column], term: -1 });
    }
  }

  function draw() {
    const now = state.get();
    const { explanation, judged } = now;
    if (!explanation || !judged) return;
    const walk = walkingOrder(explanation);
    const term = walk[now.term];
    const { accent } = now.colors;
    input.draw(t("neuron.input"), netPixels(now, judged.received), accent, {
      frame: frameOf(explanation.input_region, now.model.architecture.input.shape),
    });
    drawBefore(now, explanation, walk, term, accent);
    const { outputShape } = stepOf(now, explanation.layer);
    const { row, column } = placeOf(explanation.position, outputShape);
    const caption = outputShape.length === 3
      ? t("neuron.map", { layer: explanation.layer, channel: explanation.position[2] })
      : t("neuron.values", { layer: explanation.layer });
    const index = now.model.architecture.layers.findIndex(({ name }) => name === explanation.layer);
    const values = judged.snapshot.layers[index].activation;
    const channel = outputShape.length === 3 ? explanation.position[2] : 0;
    map.draw(caption, mapPixels(now, values, outputShape, channel), accent, {
      frame: { top: row, left: column, height: 1, width: 1 },
    });
    const value = toText(explanation.activation);
    map.canvas.setAttribute(
      "aria-label",
      `${caption}. ${t("neuron.pixel", { row, column, value })}. ${t("neuron.mapHelp")}`,
    );
  }

  /**
   * @param {Readonly<DrawState>} now
   * @param {Explanation} explanation
   * @param {Term[]} walk
   * @param {Term | undefined} term
   * @param {string} accent
   */
  function drawBefore(now, explanation, walk, term, accent) {
    const { input_layer: layer, input_shape: shape, region, terms } = explanation;
    const index = now.model.architecture.layers.findIndex(({ name }) => name === layer);
    const channel = shape.length < 3
      ? 0
      : (terms.at(0)?.position[2] ?? 0) + shownChannel(explanation, walk, now.term);
    const caption = shape.length === 3
      ? t("neuron.beforeChannel", { layer, channel })
      : t("neuron.before", { layer });
    const pixels = index < 0 && now.judged
      ? netPixels(now, now.judged.received)
      : mapPixels(now, now.judged?.snapshot.layers[index].activation ?? [], shape, channel);
    const place = term && !term.is_padding ? placeOf(term.position, shape) : null;
    before.draw(caption, pixels, accent, {
      frame: frameOf(region, shape),
      mark: place && { top: place.row, left: place.column, height: 1, width: 1 },
    });
  }

  return { root, draw };
}
