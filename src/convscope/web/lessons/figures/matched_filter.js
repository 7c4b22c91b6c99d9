/** A filter for slanting lines over a picture of shapes, with and without weights around its line. */

/** @import { TextKey } from "../texts.js" */
/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { convolutionJson } from "../../net/layer_json.js";
import { createCells, createFrame, numberCells, placeFrame, shade } from "../cells.js";
import { within } from "../figure.js";
import { runLayer } from "../layers.js";
import { moveOver } from "../moving.js";

const SIZE = 20;
const WINDOW = 5;
const PLACES = SIZE - WINDOW + 1;
const INK = 9;
const ON_LINE = 4;

/** Weight of each filter away from its line. */
const AROUND = { nothing: 0, minus: -1 };

/** @param {number} row @param {number} column @returns {boolean} whether one of the shapes is there */
function isInk(row, column) {
  const isIn = (/** @type {number} */ at, /** @type {number} */ first) =>
    at >= first && at < first + 7;
  const [down, right] = [row - 11, column - 2];
  return row === column && isIn(row, 2) || // a slanting line
    isIn(row, 2) && isIn(column, 11) || // a square
    isIn(row, 11) && isIn(column, 2) && (down === right || down + right === 6) || // a cross
    row === 14 && isIn(column, 11); // a level line
}

/** @type {readonly number[]} */
const PICTURE = Array.from(
  { length: SIZE * SIZE },
  (_, index) => isInk(Math.floor(index / SIZE), index % SIZE) ? INK : 0,
);

/** @typedef {keyof typeof AROUND} FilterName */
/** @typedef {{patch: number[], around: string}} MatchedFilterState */

/** @param {number} index @returns {boolean} whether a cell of the filter is on its line */
const isOnLine = (index) => Math.floor(index / WINDOW) === index % WINDOW;

/** @type {Figure<MatchedFilterState>} */
export const matchedFilterFigure = {
  name: "matched-filter",
  defaults: { patch: [4, 4], around: "nothing" },
  mount(place, state, t) {
    const names = /** @type {FilterName[]} */ (Object.keys(AROUND));

    function read() {
      const { patch, around } = state.get();
      const [row, column] = [0, 1].map((axis) => Math.round(within(patch[axis], 1, PLACES, 1)) - 1);
      return { row, column, name: names.find((known) => known === around) ?? "nothing" };
    }

    const { root: picture, cells: pixels } = createCells(SIZE);
    pixels.forEach((cell, index) => shade(cell, PICTURE[index] / INK));
    const window = createFrame(WINDOW);
    picture.append(window);
    const { root: map, cells } = createCells(PLACES);
    const here = createFrame(1);
    map.append(here);
    map.setAttribute("role", "img");
    const filter = numberCells(WINDOW);
    filter.root.setAttribute("aria-hidden", "true");
    const choice = element(
      "select",
      {},
      ...names.map((name) => {
        const title = t(/** @type {TextKey} */ (`figure.matchedFilter.around.${name}`));
        return element("option", { value: name }, title);
      }),
    );
    const sums = element("p", { class: "sums" });
    const answer = element("p", { class: "answer", role: "status" });
    const part = (/** @type {string} */ title, /** @type {Element} */ drawing) =>
      element("figure", {}, element("figcaption", {}, title), drawing);
    place.append(element(
      "div",
      { class: "matched-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        element("label", {}, t("figure.matchedFilter.filter"), choice),
      ),
      element(
        "div",
        { class: "matched-parts" },
        part(t("figure.matchedFilter.picture"), picture),
        part(t("figure.matchedFilter.weights"), filter.root),
        part(t("figure.matchedFilter.map"), map),
      ),
      sums,
      answer,
    ));

    function show() {
      const { row, column, name } = read();
      const weights = Array.from(
        { length: WINDOW * WINDOW },
        (_, index) => isOnLine(index) ? ON_LINE : AROUND[name],
      );
      const { values } = runLayer(
        [SIZE, SIZE, 1],
        convolutionJson("filter", 1, WINDOW),
        PICTURE,
        { kernel: weights, bias: [0] },
      );
      const most = Math.max(...values.map(Math.abs));
      cells.forEach((cell, index) => shade(cell, values[index] / most));
      filter.show(weights, ON_LINE);
      placeFrame(window, row, column);
      placeFrame(here, row, column);
      const seen = weights.map((_, index) =>
        PICTURE[(row + Math.floor(index / WINDOW)) * SIZE + column + index % WINDOW]
      );
      const inkWhere = (/** @type {(index: number) => boolean} */ isThere) =>
        seen.reduce((sum, ink, index) => sum + (isThere(index) ? ink : 0), 0);
      const [line, around] = [inkWhere(isOnLine), inkWhere((index) => !isOnLine(index))];
      sums.textContent = t("figure.matchedFilter.terms", {
        line: toText(line),
        onLine: toText(ON_LINE),
        lineSum: toText(line * ON_LINE),
        around: toText(around),
        weight: signed(AROUND[name]),
        aroundSum: toText(around * AROUND[name]),
      });
      const total = values[row * PLACES + column];
      answer.textContent = t("figure.matchedFilter.sum", { sum: toText(total) });
      map.setAttribute("aria-label", answer.textContent);
      choice.value = name;
    }

    /** @param {number} row @param {number} column from 0 */
    function jump(row, column) {
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), PLACES - 1) + 1;
      state.set({ patch: [inside(row), inside(column)] });
    }
    const stops = [
      listen(choice, "change", () => state.set({ around: choice.value })),
      moveOver(picture, {
        rows: SIZE,
        columns: SIZE,
        label: t("figure.matchedFilter.label"),
        step(down, right) {
          const { row, column } = read();
          jump(row + down, column + right);
        },
        point: (row, column) => jump(row - 2, column - 2),
      }),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
