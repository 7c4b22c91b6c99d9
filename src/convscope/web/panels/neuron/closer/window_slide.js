/** The window slides over the input, and the map appears pixel by pixel. */

/** @import { Explanation } from "../../../net/inspector.js" */
/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
import { button, element, listen } from "../../../core/dom.js";
import { add, roundedLine } from "../../../core/consistent_rounding.js";
import { flatIndex } from "../../../core/arrays.js";
import { inParentheses, toText } from "../../../core/number_text.js";
import { KIND_FACTS } from "../../../net/kind_facts.js";
import { setDisabled } from "../../enabling.js";
import { createFigure, mapPixels, stepOf } from "../../map_figure.js";
import { netPixels } from "../../picture_pixels.js";
import { textsOf } from "../../reader.js";
import { shownChannel, termsOfChannel, walkingOrder } from "../terms.js";

/** Steps per second. */
const SPEEDS = /** @type {const} */ ([
  { text: "slide.slow", rate: 2 },
  { text: "slide.medium", rate: 12 },
  { text: "slide.fast", rate: 60 },
]);

/** Screen pixels: larger than the figures above, because something moves in them. */
const SIDE = 220;

/**
 * Returns the section. Wherever the window stops, the neuron there is opened.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createWindowSlide(state) {
  const t = textsOf(state.get());
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  const before = createFigure({ largest: SIDE, across: 2 });
  const map = createFigure({ largest: SIDE, across: 2 });
  const first = button(t("slide.first"), () => stand(0));
  const back = button("‹", () => stand(at - 1), { "aria-label": t("slide.back") });
  const play = button(t("slide.play"), () => playing ? pause() : begin());
  const next = button("›", () => stand(at + 1), { "aria-label": t("slide.next") });
  const speed = element(
    "select",
    { "aria-label": t("slide.speed") },
    ...SPEEDS.map(({ text, rate }) =>
      element("option", { value: rate, selected: text === "slide.medium" }, t(text))
    ),
  );
  const pace = element("label", { class: "aim" }, element("span", {}, t("slide.speed")), speed);
  const position = element("input", { type: "range", min: 0, "aria-label": t("slide.position") });
  const where = element("p", { class: "slide-where" });
  const line = element("p", { class: "line" });
  const telling = element("div", { class: "slide-line", "aria-live": "polite" }, where, line);
  const still = element("p", { class: "note" }, t("slide.still"));
  const root = element(
    "div",
    { class: "slide" },
    element(
      "div",
      { class: "figure-pair" },
      before.root,
      element("span", { class: "arrow", "aria-hidden": true }, "→"),
      map.root,
    ),
    element("div", { class: "tools" }, first, back, play, next, pace),
    element("label", { class: "brush" }, element("span", {}, t("slide.position")), position),
    telling,
    still,
  );
  listen(position, "input", () => stand(Number(position.value)));
  listen(stillness, "change", () => {
    if (stillness.matches) pause();
    paint();
  });

  let at = 0;
  let playing = false;
  let frame = 0;
  let begun = 0;
  let opened = ""; // the neuron that was drawn last

  /** @returns {{row: number, column: number, count: number}} */
  function place() {
    const [rows, columns] = stepOf(state.get(), state.get().layer).outputShape;
    return { row: Math.floor(at / columns), column: at % columns, count: rows * columns };
  }

  /** Opens the neuron where the window stands. */
  function open() {
    const { row, column } = place();
    state.set({ neuron: [row, column, state.get().neuron[2]], term: -1 });
  }

  /** @param {number} index of the place */
  function stand(index) {
    halt();
    at = Math.min(Math.max(index, 0), place().count - 1);
    paint();
    open();
  }

  function begin() {
    if (at >= place().count - 1) at = 0;
    playing = true;
    begun = 0;
    let from = at;
    let pace = speed.value;
    const step = (/** @type {number} */ time) => {
      if (!begun || pace !== speed.value) [begun, from, pace] = [time, at, speed.value];
      const reached = from + Math.floor((time - begun) / 1000 * Number(pace));
      const last = place().count - 1;
      if (reached !== at) {
        at = Math.min(reached, last);
        paint();
      }
      if (at >= last) pause();
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    paint();
  }

  function halt() {
    playing = false;
    cancelAnimationFrame(frame);
  }

  function pause() {
    if (!playing) return;
    halt();
    paint();
    open();
  }

  function paint() {
    const now = state.get();
    const { explanation, judged } = now;
    if (!explanation || !judged || explanation.layer !== now.layer) return;
    const { row, column, count } = place();
    telling.setAttribute("aria-live", playing ? "off" : "polite");
    play.textContent = t(playing ? "slide.pause" : "slide.play");
    play.hidden = stillness.matches;
    pace.hidden = stillness.matches;
    still.hidden = !stillness.matches;
    setDisabled([[next, at === count - 1], [back, at === 0], [first, at === 0]]);
    position.max = String(count - 1);
    position.value = String(at);
    paintInput(now, explanation, row, column);
    paintOutput(now, explanation, row, column, count);
  }

  /**
   * @param {Readonly<DrawState>} now
   * @param {Explanation} explanation
   * @param {number} row
   * @param {number} column
   */
  function paintInput(now, explanation, row, column) {
    const { sliding, inputShape } = stepOf(now, explanation.layer);
    if (!sliding) return;
    const [rows, columns] = sliding;
    const name = explanation.input_layer;
    const index = now.model.architecture.layers.findIndex((one) => one.name === name);
    const walk = walkingOrder(explanation);
    const shown = shownChannel(explanation, walk, now.term);
    const channel = termsOfChannel(explanation, walk, shown)[0].position[2];
    const pixels = index < 0
      ? netPixels(now, now.judged?.received ?? [])
      : mapPixels(now, now.judged?.snapshot.layers[index].activation ?? [], inputShape, channel);
    const caption = index < 0
      ? t("slide.input")
      : t("neuron.beforeChannel", { layer: name, channel });
    before.draw(caption, pixels, now.colors.accent, {
      frame: {
        top: row * rows.stride - rows.before,
        left: column * columns.stride - columns.before,
        height: rows.window,
        width: columns.window,
      },
    });
  }

  /**
   * @param {Readonly<DrawState>} now
   * @param {Explanation} explanation
   * @param {number} row
   * @param {number} column
   * @param {number} count
   */
  function paintOutput(now, explanation, row, column, count) {
    const { layer: name, position: [, , channel], terms } = explanation;
    const { layer, outputShape, sliding } = stepOf(now, name);
    const index = now.model.architecture.layers.findIndex((one) => one.name === name);
    const output = now.judged?.snapshot.layers[index];
    if (!output || !sliding) return;
    const pixels = mapPixels(now, output.activation, outputShape, channel);
    pixels.pixels.fill(0, at + 1); // What the window has not reached is still blank.
    map.draw(t("slide.output", { number: at + 1, count }), pixels, now.colors.accent, {
      frame: { top: row, left: column, height: 1, width: 1 },
    });
    const flat = flatIndex(outputShape, [row, column, channel]);
    const value = output.activation[flat];
    where.textContent = t("slide.where", { row, column });
    position.setAttribute(
      "aria-valuetext",
      t("neuron.pixel", { row, column, value: toText(value) }),
    );
    const facts = KIND_FACTS[layer.kind];
    if (facts.is_weighted_sum) {
      const bias = now.model.weights[name].bias?.[channel] ?? 0;
      const z = output.preActivation[flat];
      line.textContent = sumText(z, bias, value, layer.activation, terms.length);
      return;
    }
    const number = terms.length;
    const key = facts.keeps_winner ? "slide.largest" : "slide.mean";
    line.textContent = t(key, { number, value: toText(value) });
  }

  /**
   * @param {number} z
   * @param {number} bias
   * @param {number} value
   * @param {string} name of the activation function
   * @param {number} number products
   * @returns {string}
   */
  function sumText(z, bias, value, name, number) {
    const { operands: [sum, added], result } = roundedLine([z - bias, bias], add, z);
    const line = t("slide.sum", {
      number,
      line: `${sum} + ${inParentheses(added)} = ${result}`,
    });
    return name === "linear" ? line : t("slide.after", { line, name, value: toText(value) });
  }

  return {
    name: "slide",
    title: "slide.title",
    root,
    fits: (now, { layer, position }) =>
      stepOf(now, layer).sliding !== null && position.length === 3,
    draw(now, { layer, position }) {
      const neuron = [layer, ...position].join();
      if (neuron !== opened) {
        halt();
        at = position[0] * stepOf(now, layer).outputShape[1] + position[1];
      }
      opened = neuron;
      paint();
    },
    rest() {
      halt();
      opened = "";
    },
  };
}
