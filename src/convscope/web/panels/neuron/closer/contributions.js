/** What each input map adds to a sum: every one unfolds into its products and folds back. */

/** @import { Explanation, Term } from "../../../net/inspector.js" */
/** @import { Closer } from "./closer_look.js" */
/** @import { DrawStore } from "../../draw_state.js" */
import { button, element, listen } from "../../../core/dom.js";
import { add, roundedColumn, roundedLine } from "../../../core/consistent_rounding.js";
import { inParentheses } from "../../../core/number_text.js";
import { KIND_FACTS } from "../../../net/kind_facts.js";
import { jumpButton, sourceOf } from "../jump.js";
import { textsOf } from "../../reader.js";
import { sumOf } from "../terms.js";

/**
 * The terms that come from one map. `places` are where they were computed.
 *
 * @typedef {{channel: number, layer: string, terms: Term[], places: number[][], sum: number}} Part
 */

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createContributions(state) {
  const t = textsOf(state.get());
  const note = element("p", { class: "note" });
  const list = element("div", { class: "contributions" });
  const total = element("p", { class: "contributions-total" });
  const fold = button(t("contributions.fold"), () => {
    for (const details of list.querySelectorAll("details")) details.open = false;
  }, { class: "quiet" });
  const root = element("div", {}, note, list, total, fold);
  /** @type {Explanation | null} */
  let shown = null;

  return {
    name: "maps",
    title: "contributions.title",
    root,
    fits: (_, explanation) => numMaps(state, explanation) > 1,
    draw(_, explanation) {
      if (explanation === shown) return;
      const unfolded = new Set(
        [...list.querySelectorAll("details[open]")].map((one) =>
          /** @type {HTMLElement} */ (one).dataset.map
        ),
      );
      shown = explanation;
      const parts = partsOf(state, explanation).sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
      const { sum: before, bias, pre_activation: z } = explanation;
      const withBias = roundedLine([before, bias], add, z);
      const sum = parts.reduce((all, part) => all + part.sum, 0);
      const column = roundedLine(parts.map((part) => part.sum), add, sum, withBias.numDigits);
      const most = Math.max(...parts.map((part) => Math.abs(part.sum))) || 1;
      note.textContent = t("contributions.note", { number: parts.length, layer: parts[0].layer });
      list.replaceChildren(...parts.map((part, index) => {
        const text = column.operands[index];
        const row = contributionRow(state, part, text, column.numDigits, part.sum / most);
        row.open = unfolded.has(String(part.channel));
        return row;
      }));
      total.textContent = t("contributions.total", { number: parts.length, value: column.result });
    },
  };
}

/**
 * @param {DrawStore} state
 * @param {Part} part
 * @param {string} text of its sum
 * @param {number} numDigits of that text
 * @param {number} share −1 to 1, of the largest
 * @returns {HTMLDetailsElement}
 */
function contributionRow(state, part, text, numDigits, share) {
  const t = textsOf(state.get());
  const bar = element("span", { class: "contribution-bar", "aria-hidden": true });
  bar.style.setProperty("--share", String(Math.abs(share)));
  if (share < 0) bar.classList.add("is-negative");
  const body = element("div", { class: "contribution-body" });
  const details = element(
    "details",
    { class: "contribution", "data-map": part.channel },
    element(
      "summary",
      {},
      element(
        "span",
        { class: "contribution-name" },
        t("contributions.map", {
          channel: part.channel,
        }),
      ),
      bar,
      element("span", { class: "contribution-sum" }, text),
    ),
    body,
  );
  listen(details, "toggle", () => {
    if (details.open && !body.hasChildNodes()) body.append(unfolded(state, part, numDigits));
  });
  return details;
}

/** @param {DrawStore} state @param {Part} part @param {number} numDigits @returns {HTMLElement} */
function unfolded(state, { layer, terms, places, sum }, numDigits) {
  const t = textsOf(state.get());
  const factors = terms.map(({ input, weight, product }) => ({
    left: input,
    right: weight,
    product,
  }));
  const column = roundedColumn(factors, 0, sum, numDigits);
  const rows = terms.map(({ is_padding: isPadding }, index) => {
    const { operands: [left, right], result } = column.rows[index];
    const where = isPadding
      ? t("neuron.padding")
      : jumpButton(state, { layer, position: places[index] }, places[index].slice(0, 2).join(", "));
    const cells = [where, `${left} × ${inParentheses(right)}`, `= ${result}`];
    return element("tr", {}, ...cells.map((cell) => element("td", {}, cell)));
  });
  rows.push(element(
    "tr",
    { class: "rest" },
    element("td", { colspan: 2 }, t("neuron.channelSum")),
    element("td", {}, `= ${column.total}`),
  ));
  const heads = [t("contributions.place"), t("contributions.factors"), t("neuron.product")];
  return element(
    "table",
    { class: "terms" },
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...rows),
  );
}

/** @param {DrawStore} state @param {Explanation} explanation @returns {number} */
function numMaps(state, { kind, terms, input_layer: layer, window }) {
  if (!KIND_FACTS[kind].is_weighted_sum || !terms.length) return 0;
  if (window) return window[2];
  const source = sourceOf(state, { layer, position: terms[0].position });
  if (source.position.length !== 3) return 0;
  const { architecture } = state.get().model;
  const step = architecture.steps.find((one) => one.layer.name === source.layer);
  return (step?.outputShape ?? architecture.input.shape)[2];
}

/**
 * Returns the terms map by map; none where they do not come from several maps.
 *
 * @param {DrawStore} state
 * @param {Explanation} explanation
 * @returns {Part[]}
 */
export function partsOf(state, { kind, terms, input_layer: layer, window }) {
  if (!KIND_FACTS[kind].is_weighted_sum || !terms.length) return [];
  if (window) {
    return grouped(terms.map((term) => ({ term, place: { layer, position: term.position } })));
  }
  const places = terms.map((term) => ({
    term,
    place: sourceOf(state, { layer, position: term.position }),
  }));
  return places[0].place.position.length === 3 ? grouped(places) : [];
}

/**
 * @param {{term: Term, place: import("../jump.js").Place}[]} placed
 * @returns {Part[]} by channel
 */
function grouped(placed) {
  /** @type {Map<number, Part>} */
  const parts = new Map();
  for (const { term, place: { layer, position } } of placed) {
    const channel = position[2];
    const part = parts.get(channel) ?? { channel, layer, terms: [], places: [], sum: 0 };
    part.terms.push(term);
    part.places.push(position);
    parts.set(channel, part);
  }
  return [...parts.values()].map((part) => ({ ...part, sum: sumOf(part.terms) }));
}
