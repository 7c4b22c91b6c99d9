/** A filter over a colour picture: a slice for every channel, their sums, and one map. */

/** @import { Figure } from "../figure.js" */
/** @import { TextKey } from "../texts.js" */
import { element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { convolutionJson } from "../../net/layer_json.js";
import { createCells, createFrame, placeFrame, shade } from "../cells.js";
import { within } from "../figure.js";
import { runLayer } from "../layers.js";
import { moveOver } from "../moving.js";

const SIZE = 9;
const WINDOW = 3;
const PLACES = SIZE - WINDOW + 1;
const MOST_BIAS = 20;

const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);

/** Upper left corners of the squares of 3 × 3 pixels, and their colours as (red, green, blue). */
const SQUARES = [
  { row: 1, column: 1, colour: [1, 0, 0] },
  { row: 1, column: 5, colour: [0, 1, 0] },
  { row: 5, column: 1, colour: [0, 0, 1] },
  { row: 5, column: 5, colour: [1, 1, 1] },
];

/** The picture, a colour for each pixel, row by row: black where no square lies. */
const PICTURE = Array.from({ length: SIZE * SIZE }, (_, index) => {
  const [row, column] = [Math.floor(index / SIZE), index % SIZE];
  const inside = (/** @type {number} */ at, /** @type {number} */ first) =>
    at >= first && at < first + 3;
  const square = SQUARES.find((each) => inside(row, each.row) && inside(column, each.column));
  return square?.colour ?? [0, 0, 0];
});

const all = (/** @type {number} */ weight) => Array(WINDOW * WINDOW).fill(weight);
const LEFT_EDGE = [-1, 0, 1, -1, 0, 1, -1, 0, 1];

/** The slices of each filter, for red, green and blue, row by row. */
const FILTERS = {
  red: [all(1), all(-1), all(-1)],
  blue: [all(-1), all(-1), all(1)],
  light: [all(1), all(1), all(1)],
  edge: [LEFT_EDGE, all(0), all(0)],
};

/** @typedef {keyof typeof FILTERS} FilterName */
/** @typedef {{spot: number[], chosen: string, slices: string, bias: number}} ChannelsState */

const NAMES = /** @type {FilterName[]} */ (Object.keys(FILTERS));

/** @type {Figure<ChannelsState>} */
export const channelsFigure = {
  name: "channels",
  defaults: { spot: [2, 2], chosen: "red", slices: "own", bias: 0 },
  mount(place, state, t) {
    function read() {
      const { spot, chosen, slices, bias } = state.get();
      const [row, column] = [0, 1].map((axis) => Math.round(within(spot[axis], 1, PLACES, 1)) - 1);
      const name = NAMES.find((known) => known === chosen) ?? "red";
      const usesFirst = slices === "first";
      return { row, column, name, usesFirst, bias: within(bias, -MOST_BIAS, MOST_BIAS, 0) };
    }

    const colours = createCells(SIZE);
    colours.root.classList.add("colours");
    PICTURE.forEach((colour, index) => {
      const [cell] = colours.cells[index].children;
      /** @type {SVGElement} */ (cell).style.fill = `rgb(${colour.map((v) => v * 255).join(" ")})`;
    });
    const frame = createFrame(WINDOW);
    colours.root.append(frame);

    const channels = CHANNELS.map((name, channel) => {
      const { root, cells } = createCells(SIZE);
      cells.forEach((cell, index) => shade(cell, PICTURE[index][channel]));
      const window = createFrame(WINDOW);
      root.append(window);
      root.setAttribute("role", "img");
      const title = t(/** @type {TextKey} */ (`figure.channels.channel.${name}`));
      root.setAttribute("aria-label", title);
      const slice = element("table", {});
      const sum = element("p", {});
      const part = element(
        "div",
        { class: "channel" },
        element("figure", {}, element("figcaption", {}, title), root),
        slice,
        sum,
      );
      return { part, window, slice, sum };
    });

    const maps = NAMES.map((name) => {
      const { root, cells } = createCells(PLACES);
      const here = createFrame(1);
      root.append(here);
      root.setAttribute("role", "img");
      const title = t(/** @type {TextKey} */ (`figure.channels.kernel.${name}`));
      const part = element("figure", {}, element("figcaption", {}, title), root);
      return { name, title, root, cells, here, part };
    });

    const kernel = element(
      "select",
      {},
      ...maps.map(({ name, title }) => element("option", { value: name }, title)),
    );
    const bias = element("input", { type: "number", step: 1 });
    bias.min = String(-MOST_BIAS);
    bias.max = String(MOST_BIAS);
    const first = element("input", { type: "checkbox" });
    const sums = element("p", { class: "sums" });
    const answer = element("p", { class: "answer", role: "status" });
    place.append(element(
      "div",
      { class: "channels-figure" },
      element(
        "div",
        { class: "channels-picture" },
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.channels.picture")),
          colours.root,
        ),
        element(
          "div",
          { class: "choices" },
          element("label", {}, t("figure.channels.kernel"), kernel),
          element("label", {}, first, t("figure.channels.first")),
          element("label", {}, t("figure.channels.bias"), bias),
        ),
      ),
      element("div", { class: "channels-parts" }, ...channels.map(({ part }) => part)),
      sums,
      answer,
      element("p", { class: "note" }, t("figure.channels.maps", { count: NAMES.length })),
      element("div", { class: "channels-maps" }, ...maps.map(({ part }) => part)),
    ));

    function show() {
      const { row, column, name, usesFirst, bias: added } = read();
      const slicesOf = (/** @type {FilterName} */ which) =>
        FILTERS[which].map((slice) => usesFirst ? FILTERS[which][0] : slice);
      const slices = slicesOf(name);
      placeFrame(frame, row, column);
      const parts = channels.map(({ window, slice, sum }, channel) => {
        placeFrame(window, row, column);
        slice.replaceChildren(
          element("caption", {}, t("figure.channels.slice")),
          ...rowsOf(slices[channel]).map((weights) =>
            element("tr", {}, ...weights.map((weight) => element("td", {}, toText(weight))))
          ),
        );
        const values = PICTURE.map((colour) => colour[channel]);
        const map = mapOf(values, [slices[channel]], 0);
        const value = map[row * PLACES + column];
        sum.textContent = t("figure.channels.sum", { sum: toText(value) });
        return value;
      });
      const values = maps.map((each) => mapOf(PICTURE.flat(), slicesOf(each.name), added));
      maps.forEach(({ name: own, root, cells, here, part }, index) => {
        const most = Math.max(1, ...values[index].map(Math.abs));
        cells.forEach((cell, at) => shade(cell, values[index][at] / most));
        placeFrame(here, row, column);
        part.classList.toggle("is-chosen", own === name);
        const value = toText(values[index][row * PLACES + column]);
        root.setAttribute("aria-label", t("figure.channels.mapLabel", { value }));
      });
      const total = values[NAMES.indexOf(name)][row * PLACES + column];
      sums.textContent = t("figure.channels.where", {
        row: row + 1,
        column: column + 1,
        places: PLACES,
      });
      answer.textContent = t("figure.channels.total", {
        terms: parts.map((part, index) => index ? signed(part) : toText(part)).join(" + "),
        bias: signed(added),
        total: toText(total),
      });
      kernel.value = name;
      first.checked = usesFirst;
      if (document.activeElement !== bias) bias.value = String(added);
    }

    /** @param {number} row @param {number} column from 0 */
    function jump(row, column) {
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), PLACES - 1) + 1;
      state.set({ spot: [inside(row), inside(column)] });
    }
    const stops = [
      moveOver(colours.root, {
        rows: SIZE,
        columns: SIZE,
        label: t("figure.channels.pictureLabel"),
        step(down, right) {
          const { row, column } = read();
          jump(row + down, column + right);
        },
        point: (row, column) => jump(row - 1, column - 1),
      }),
      listen(kernel, "change", () => state.set({ chosen: kernel.value })),
      listen(first, "change", () => state.set({ slices: first.checked ? "first" : "own" })),
      listen(bias, "input", () => {
        const value = bias.valueAsNumber;
        if (Number.isFinite(value)) state.set({ bias: within(value, -MOST_BIAS, MOST_BIAS, 0) });
      }),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/**
 * Returns the map of one filter.
 *
 * @param {readonly number[]} values of the picture, all channels of a pixel next to each other
 * @param {readonly (readonly number[])[]} slices one for each channel, row by row
 * @param {number} bias
 * @returns {Float32Array}
 */
function mapOf(values, slices, bias) {
  const kernel = slices[0].flatMap((_, at) => slices.map((slice) => slice[at]));
  const shape = [SIZE, SIZE, slices.length];
  const weights = { kernel, bias: [bias] };
  return runLayer(shape, convolutionJson("filter", 1, WINDOW), values, weights).values;
}

/** @param {readonly number[]} slice @returns {number[][]} */
function rowsOf(slice) {
  return [0, 1, 2].map((row) => slice.slice(row * WINDOW, (row + 1) * WINDOW));
}
