/** A neuron with a window: input patch × kernel = products, for one input map. */

/** @import { Explanation, Term } from "../../net/inspector.js" */
/** @import { DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { decimalsFor, NUM_DIGITS, toFixedText } from "../../core/number_text.js";
import { roundedGrids, roundedSum } from "../../core/consistent_rounding.js";
import { isSigned, rangeOf } from "../../draw/pixels.js";
import { KIND_FACTS } from "../../net/kind_facts.js";
import { palettesOf } from "../canvas.js";
import { numberGrid } from "./number_grid.js";
import { textsOf } from "../reader.js";
import { shownChannel, termsOfChannel } from "./terms.js";

/**
 * Returns the grids.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation with a window
 * @param {Term[]} walk
 * @param {number} sumDigits digits with which the sum of all products is shown
 * @returns {HTMLElement}
 */
export function windowGrids(state, explanation, walk, sumDigits) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const { window, kind } = explanation;
  const [rows, columns, channels] = window ?? [1, 1, 1];
  const channel = shownChannel(explanation, walk, term);
  const shown = termsOfChannel(explanation, walk, channel);
  const first = channel * rows * columns;
  const palettes = palettesOf(state.get());

  /**
   * @param {string} caption
   * @param {(term: Term) => number} value
   * @param {string[]} texts
   */
  const grid = (caption, value, texts) => {
    const range = rangeOf(walk.map(value));
    return numberGrid({
      caption,
      values: shown.map(value),
      texts,
      columns,
      range,
      palette: isSigned(range) ? palettes.signed : palettes.level,
      current: term < 0 ? -1 : term - first,
      note: (index) => shown[index].is_padding ? t("neuron.padding") : "",
      choose: (index) => state.set({ term: first + index }),
    });
  };
  const inputs = shown.map(({ input }) => input);
  if (!KIND_FACTS[kind].is_weighted_sum) {
    const decimals = decimalsFor(inputs, NUM_DIGITS);
    const texts = KIND_FACTS[kind].keeps_winner
      ? inputs.map((value) => toFixedText(value, decimals)) // The winner has as many digits below.
      : roundedSum(inputs, NUM_DIGITS).terms;
    const patch = grid(t("neuron.patch"), ({ input }) => input, texts);
    return element("div", { class: "grids" }, patch);
  }
  // The only map's products are all there are: their sum has the digits of the whole sum.
  const texts = roundedGrids(
    inputs,
    shown.map(({ weight }) => weight),
    channels === 1 ? sumDigits : undefined,
  );
  return element(
    "div",
    { class: "window" },
    mapWalker(state, explanation, shown[0].position[2], channel, channels),
    element(
      "div",
      { class: "grids" },
      grid(t("neuron.patch"), ({ input }) => input, texts.left),
      sign("×"),
      grid(t("neuron.kernel"), ({ weight }) => weight, texts.right),
      sign("="),
      grid(t("neuron.products"), ({ product }) => product, texts.products),
      element(
        "p",
        { class: "grid-sum" },
        element("span", { class: "note" }, t("neuron.channelSum")),
        element("strong", {}, texts.sum),
      ),
    ),
  );
}

/**
 * Chooses the input map that is shown.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {number} map its number
 * @param {number} channel the same, counted within the window
 * @param {number} channels of the window
 * @returns {HTMLElement}
 */
function mapWalker(state, { input_shape: shape, terms }, map, channel, channels) {
  const t = textsOf(state.get());
  const label = element("span", { class: "map-label" });
  if (channels === 1) {
    label.textContent = shape[2] > 1
      ? t("neuron.ownChannel", { channel: map })
      : t("neuron.onlyChannel");
    return element("div", { class: "walker" }, label);
  }
  label.textContent = t("neuron.channel", { channel: map, number: shape[2] });
  const size = terms.length / channels; // products of one map
  const go = (/** @type {number} */ step) => state.set({ term: (channel + step) * size });
  const previous = button("‹", () => go(-1), {
    "aria-label": t("neuron.previousChannel"),
    "data-walk": "previous map",
  });
  const next = button("›", () => go(1), {
    "aria-label": t("neuron.nextChannel"),
    "data-walk": "next map",
  });
  previous.disabled = channel === 0;
  next.disabled = channel === channels - 1;
  return element("div", { class: "walker" }, previous, next, label);
}

/** @param {string} text @returns {HTMLElement} */
function sign(text) {
  return element("span", { class: "sign", "aria-hidden": true }, text);
}
