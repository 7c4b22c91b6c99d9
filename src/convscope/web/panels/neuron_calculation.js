/** The numbers of a neuron: its terms, its sum, its activation. */

/** @import { TextKey, Translate } from "../core/texts.js" */
/** @import { Explanation, Term } from "../net/inspector.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { button, element } from "../core/dom.js";
import { signed, toText } from "../core/number_text.js";
import { ENGLISH } from "../core/texts_en.js";
import { isSigned, rangeOf } from "../draw/pixels.js";
import { palettesOf } from "./canvas.js";
import { numberGrid } from "./number_grid.js";
import { textsOf } from "./reader.js";
import { shownChannel, sumOf, termsOfChannel, walkingOrder } from "./terms.js";

/** Products of a long sum that are listed; the rest is summed up. */
const NUM_LISTED = 12;

/**
 * Returns the calculation of a neuron as elements.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @returns {HTMLElement[]}
 */
export function calculation(state, explanation) {
  const walk = walkingOrder(explanation);
  const isLong = !explanation.window && walk.length > 1;
  const isSum = explanation.kind === "Conv2D" || explanation.kind === "Dense";
  return [
    ...(explanation.window ? [windowGrids(state, explanation, walk)] : []),
    ...(isLong && explanation.steps.length === 0 ? [termTable(state, walk)] : []),
    equation(state, explanation, isSum),
    ...(isSum ? [walker(state, walk)] : []),
    ...softmaxLines(state, explanation),
  ];
}

/**
 * Input patch × kernel = products, for one input map.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation with a window
 * @param {Term[]} walk
 * @returns {HTMLElement}
 */
function windowGrids(state, explanation, walk) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const { window, kind } = explanation;
  const [rows, columns, channels] = window ?? [1, 1, 1];
  const channel = shownChannel(explanation, walk, term);
  const shown = termsOfChannel(explanation, walk, channel);
  const first = channel * rows * columns;
  const current = term < 0 ? -1 : term - first;
  const palettes = palettesOf(state.get());

  /** @param {string} caption @param {(term: Term) => number} value @param {readonly Term[]} all */
  const grid = (caption, value, all) => {
    const range = rangeOf(all.map(value));
    return numberGrid({
      caption,
      values: shown.map(value),
      columns,
      range,
      palette: isSigned(range) ? palettes.signed : palettes.level,
      current,
      note: (index) => shown[index].is_padding ? t("neuron.padding") : "",
      choose: (index) => state.set({ term: first + index }),
    });
  };
  const patch = grid(t("neuron.patch"), ({ input }) => input, walk);
  if (kind !== "Conv2D") return element("div", { class: "grids" }, patch);
  /** @param {number} step */
  const go = (step) => state.set({ term: (channel + step) * rows * columns });
  const previous = button("‹", () => go(-1), {
    class: "quiet",
    "aria-label": t("neuron.previousChannel"),
    "data-walk": "previous map",
  });
  const next = button("›", () => go(1), {
    class: "quiet",
    "aria-label": t("neuron.nextChannel"),
    "data-walk": "next map",
  });
  previous.disabled = channel === 0;
  next.disabled = channel === channels - 1;
  const label = t("neuron.channel", { channel, number: channels });
  return element(
    "div",
    {},
    element(
      "div",
      { class: "walker" },
      previous,
      next,
      element("span", { class: "map-label" }, label),
    ),
    element(
      "div",
      { class: "grids" },
      patch,
      sign("×"),
      grid(t("neuron.kernel"), ({ weight }) => weight, walk),
      sign("="),
      grid(t("neuron.products"), ({ product }) => product, walk),
      sign("→"),
      element(
        "p",
        { class: "grid-sum" },
        element("span", { class: "note" }, t("neuron.channelSum")),
        element("strong", {}, toText(sumOf(shown))),
      ),
    ),
  );
}

/**
 * The products of a long sum, the largest first.
 *
 * @param {DrawStore} state
 * @param {Term[]} walk
 * @returns {HTMLElement}
 */
function termTable(state, walk) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const begin = Math.max(0, Math.min(term - NUM_LISTED + 2, walk.length - NUM_LISTED));
  const listed = walk.slice(begin, begin + NUM_LISTED);
  const head = ["neuron.term", "neuron.value", "neuron.weight", "neuron.product"];
  const rows = listed.map(({ position, input, weight, product }, index) => {
    const cells = [
      position.join(", "),
      toText(input),
      `× ${signed(weight)}`,
      `= ${toText(product)}`,
    ];
    const row = element("tr", {}, ...cells.map((text) => element("td", {}, text)));
    if (begin + index === term) {
      row.classList.add("is-current");
      row.setAttribute("aria-current", "step");
    }
    return row;
  });
  const others = walk.length - listed.length;
  const rest = others === 0 ? [] : [element(
    "tr",
    { class: "rest" },
    element("td", { colspan: 3 }, t("neuron.rest", { number: others })),
    element("td", {}, `= ${toText(sumOf(walk) - sumOf(listed))}`),
  )];
  return element(
    "table",
    { class: "terms" },
    element("caption", {}, t("neuron.terms")),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...head.map((key) => element("th", { scope: "col" }, t(/** @type {TextKey} */ (key)))),
      ),
    ),
    element("tbody", {}, ...rows, ...rest),
  );
}

/**
 * Walks through the terms one by one.
 *
 * @param {DrawStore} state
 * @param {Term[]} walk
 * @returns {HTMLElement}
 */
function walker(state, walk) {
  const t = textsOf(state.get());
  const { term } = state.get();
  const previous = button("‹", () => state.set({ term: Math.max(term - 1, -1) }), {
    "aria-label": t("neuron.previousTerm"),
    "data-walk": "previous",
  });
  const next = button("›", () => state.set({ term: Math.min(term + 1, walk.length - 1) }), {
    "aria-label": t("neuron.nextTerm"),
    "data-walk": "next",
  });
  previous.disabled = term < 0;
  next.disabled = term >= walk.length - 1;
  const current = walk[term];
  const text = current
    ? [
      element("span", {}, t("neuron.step", { number: term + 1, count: walk.length })),
      element(
        "span",
        { class: "line" },
        `${toText(current.input)} × ${signed(current.weight)} = ${toText(current.product)}`,
      ),
      element(
        "span",
        {},
        `${t("neuron.running")}: `,
        element("strong", {}, toText(sumOf(walk.slice(0, term + 1)))),
      ),
    ]
    : [element("span", { class: "note" }, t("neuron.stepHint"))];
  return element(
    "div",
    { class: "walker", "aria-live": "polite" },
    previous,
    next,
    ...text,
  );
}

/**
 * Sum + bias → activation, or the lines of a calculation that is no plain sum.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @param {boolean} isSum
 * @returns {HTMLElement}
 */
function equation(state, explanation, isSum) {
  const t = textsOf(state.get());
  const { terms, sum, bias, pre_activation: z, activation, activation_function: name, steps } =
    explanation;
  /** @type {[string, string][]} */
  const lines = steps.map((
    step,
  ) => [stepName(t, step.name), `${step.formula} = ${toText(step.value)}`]);
  if (isSum) {
    lines.push([t("neuron.sum", { number: terms.length }), toText(sum)]);
    lines.push([t("neuron.bias"), `${toText(sum)} + ${signed(bias)} = ${toText(z)}`]);
  }
  if (explanation.winner) {
    lines.push([t("neuron.winner", { number: terms.length }), toText(activation)]);
  }
  if (name !== "linear") {
    if (!isSum) lines.push([t("neuron.preActivation"), toText(z)]);
    lines.push([t("neuron.activation", { name }), formula(name, z, activation)]);
  } else lines.push([t("neuron.activationPlain"), toText(activation)]);
  return element(
    "dl",
    { class: "equation" },
    ...lines.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]),
  );
}

/** @param {string} name @param {number} z @param {number} activation @returns {string} */
function formula(name, z, activation) {
  if (name === "relu") return `max(0, ${toText(z)}) = ${toText(activation)}`;
  if (name === "sigmoid") return `1 / (1 + e^${signed(-z)}) = ${toText(activation)}`;
  return toText(activation);
}

/** @param {Translate} t @param {string} name @returns {string} */
function stepName(t, name) {
  const key = `step.${name}`;
  return Object.hasOwn(ENGLISH, key) ? t(/** @type {TextKey} */ (key)) : name;
}

/**
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @returns {HTMLElement[]}
 */
function softmaxLines(state, { softmax, position, activation }) {
  if (!softmax) return [];
  const t = textsOf(state.get());
  const own = softmax.exponentials[position[position.length - 1]];
  const text = t("neuron.softmaxShare", {
    exponential: toText(own.exponential),
    sum: toText(softmax.sum),
    share: toText(activation),
  });
  return [
    element("p", { class: "note" }, t("neuron.softmax", { number: softmax.exponentials.length })),
    element("p", { class: "line" }, text),
  ];
}

/** @param {string} text @returns {HTMLElement} */
function sign(text) {
  return element("span", { class: "sign", "aria-hidden": true }, text);
}
