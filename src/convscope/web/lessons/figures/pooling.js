/** A shape that is moved by pixels, and what maximum and average make of it. */

/** @import { TextKey } from "../texts.js" */
/** @import { LayerJson } from "../../net/layer_json.js" */
/** @import { Figure } from "../figure.js" */
import { button, element, listen } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { averageJson, maximumJson } from "../../net/layer_json.js";
import { createCells, createFrame, numberCells, placeFrame, shade } from "../cells.js";
import { within } from "../figure.js";
import { runLayer } from "../layers.js";
import { moveOver } from "../moving.js";
import { svg } from "../svg.js";

const SIZE = 8;

/** Row and column of a shape's first pixel before it is moved: the first cell of a window. */
const START = 2;

/** Pixels of each shape, as (row, column) from its first. */
const SHAPES = {
  dot: [[0, 0]],
  line: [[0, 0], [1, 1], [2, 2], [3, 3]],
  square: [[0, 0], [0, 1], [1, 0], [1, 1]],
};

const KINDS = { max: maximumJson, average: averageJson };
const WINDOWS = [2, 4];

/** @typedef {keyof typeof SHAPES} ShapeName */
/** @typedef {{shape: string, moved: number[], pool: number}} PoolingState */

/** @type {Figure<PoolingState>} */
export const poolingFigure = {
  name: "pooling",
  defaults: { shape: "dot", moved: [0, 0], pool: 2 },
  mount(place, state, t) {
    const names = /** @type {ShapeName[]} */ (Object.keys(SHAPES));
    const kinds = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS));

    function read() {
      const { shape, moved, pool } = state.get();
      const name = names.find((known) => known === shape) ?? "dot";
      const [down, right] = [0, 1].map((axis) => {
        const most = SIZE - 1 - START - Math.max(...SHAPES[name].map((pixel) => pixel[axis]));
        return Math.round(within(moved[axis], -START, most, 0));
      });
      return { name, down, right, size: WINDOWS.includes(pool) ? pool : WINDOWS[0] };
    }

    const { root: picture, cells: pixels } = createCells(SIZE);
    const borders = svg("path", { class: "borders" });
    picture.append(borders);
    const shapes = choice(
      names,
      (name) => t(/** @type {TextKey} */ (`figure.pooling.shape.${name}`)),
    );
    const windows = choice(WINDOWS.map(String), (size) => `${size} × ${size}`);
    const answer = element("p", { class: "answer", role: "status" });
    const results = kinds.map((kind) => {
      const title = t(/** @type {TextKey} */ (`figure.pooling.kind.${kind}`));
      const figure = element("figure", {});
      const changed = element("p", {});
      const part = element("div", { class: "pooled" }, figure, changed);
      return { kind, title, figure, changed, part };
    });
    place.append(element(
      "div",
      { class: "pooling-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        element("label", {}, t("figure.pooling.shape"), shapes),
        element("label", {}, t("figure.pooling.window"), windows),
        button(t("figure.pooling.back"), () => state.set({ moved: [0, 0] })),
      ),
      element(
        "div",
        { class: "pooling-parts" },
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.pooling.map", { size: SIZE })),
          picture,
        ),
        ...results.map(({ part }) => part),
      ),
      answer,
    ));

    function show() {
      const { name, down, right, size } = read();
      const values = pictureOf(name, down, right);
      pixels.forEach((cell, index) => shade(cell, values[index]));
      const lines = Array.from({ length: SIZE / size - 1 }, (_, index) => (index + 1) * size);
      const path = lines.map((at) => `M0,${at}H${SIZE}M${at},0V${SIZE}`).join("");
      borders.setAttribute("d", path);
      for (const { kind, title, figure, changed } of results) {
        const now = pooled(kind, size, values);
        const before = pooled(kind, size, pictureOf(name, 0, 0));
        const differs = [...now].map((value, index) => value !== before[index]);
        const count = differs.filter(Boolean).length;
        changed.textContent = t("figure.pooling.changed", { count, all: now.length });
        const { root, show: showNumbers } = numberCells(SIZE / size);
        showNumbers(now, 1);
        differs.forEach((isFramed, index) => {
          if (!isFramed) return;
          const frame = createFrame(1);
          placeFrame(frame, Math.floor(index * size / SIZE), index % (SIZE / size));
          root.append(frame);
        });
        root.setAttribute("role", "img");
        const numbers = [...now].map((value) => toText(value)).join(" ");
        root.setAttribute("aria-label", `${title}: ${numbers}`);
        figure.replaceChildren(element("figcaption", {}, title), root);
      }
      answer.textContent = t("figure.pooling.moved", { right: toText(right), down: toText(down) });
      shapes.value = name;
      windows.value = String(size);
    }

    const stops = [
      listen(shapes, "change", () => state.set({ shape: shapes.value })),
      listen(windows, "change", () => state.set({ pool: Number(windows.value) })),
      moveOver(picture, {
        rows: SIZE,
        columns: SIZE,
        label: t("figure.pooling.label", { size: SIZE }),
        step(more, further) {
          const { down, right } = read();
          moveTo(down + more, right + further);
        },
        point: (row, column) => moveTo(row - START, column - START),
      }),
    ];
    /** @param {number} down @param {number} right */
    function moveTo(down, right) {
      state.set({ moved: [down, right] });
      const kept = read(); // Within the map.
      state.set({ moved: [kept.down, kept.right] });
    }
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/**
 * @param {ShapeName} name
 * @param {number} down
 * @param {number} right
 * @returns {number[]} 1 where the moved shape lies, else 0
 */
function pictureOf(name, down, right) {
  const values = Array(SIZE * SIZE).fill(0);
  for (const [row, column] of SHAPES[name]) {
    values[(START + down + row) * SIZE + START + right + column] = 1;
  }
  return values;
}

/**
 * @param {keyof typeof KINDS} kind
 * @param {number} size rows of a window
 * @param {readonly number[]} values
 * @returns {Float32Array}
 */
function pooled(kind, size, values) {
  /** @type {LayerJson} */
  const layer = KINDS[kind]("pooling", { pool_size: [size, size], strides: [size, size] });
  return runLayer([SIZE, SIZE, 1], layer, values).values;
}

/**
 * @param {readonly string[]} values
 * @param {(value: any) => string} nameOf
 * @returns {HTMLSelectElement}
 */
function choice(values, nameOf) {
  return element(
    "select",
    {},
    ...values.map((value) => element("option", { value }, nameOf(value))),
  );
}
