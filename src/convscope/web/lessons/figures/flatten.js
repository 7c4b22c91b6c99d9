/** Maps, and the one row into which their numbers are laid. */

/** @import { Figure } from "../figure.js" */
import { flatIndex } from "../../core/arrays.js";
import { element } from "../../core/dom.js";
import { createCells, createFrame, placeFrame, shade } from "../cells.js";
import { within } from "../figure.js";
import { moveOver } from "../moving.js";

const SIZE = 4;
const MAPS = 3;
const SHAPE = [SIZE, SIZE, MAPS];

/** Numbers in each line of the long row. */
const LINE = 16;

/** The maps, row by row: a slanting line, a bar, and what grows to the right. */
const VALUES = [
  [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0],
  Array.from({ length: SIZE * SIZE }, (_, index) => (index % SIZE + 1) / SIZE),
];

/** @typedef {{cellOf: number[]}} FlattenState `cellOf`: row, column and map, from 1 */

/** @type {Figure<FlattenState>} */
export const flattenFigure = {
  name: "flatten",
  defaults: { cellOf: [2, 2, 1] },
  mount(place, state, t) {
    function read() {
      const { cellOf } = state.get();
      return SHAPE.map((size, axis) => Math.round(within(cellOf[axis], 1, size, 1)) - 1);
    }

    const maps = VALUES.map((values, index) => {
      const { root, cells } = createCells(SIZE);
      cells.forEach((cell, at) => shade(cell, values[at]));
      const frame = createFrame(1);
      root.append(frame);
      const map = index + 1;
      const part = element(
        "figure",
        {},
        element("figcaption", {}, t("figure.flatten.map", { map })),
        root,
      );
      return { root, frame, part };
    });
    const { root: row, cells } = createCells(SIZE * SIZE * MAPS / LINE, LINE);
    row.setAttribute("role", "img");
    cells.forEach((cell, index) => {
      shade(cell, VALUES[index % MAPS][Math.floor(index / MAPS)]);
    });
    const frame = createFrame(1);
    row.append(frame);
    const answer = element("p", { class: "answer", role: "status" });
    const neighbours = element("div", { class: "sums" });
    place.append(element(
      "div",
      { class: "flatten-figure" },
      element("div", { class: "flatten-maps" }, ...maps.map(({ part }) => part)),
      element("figure", {}, element("figcaption", {}, t("figure.flatten.row")), row),
      answer,
      neighbours,
    ));

    function show() {
      const [r, column, map] = read();
      maps.forEach((each, index) => {
        placeFrame(each.frame, r, column);
        each.frame.setAttribute("visibility", index === map ? "visible" : "hidden");
      });
      const placeOf = (/** @type {number[]} */ position) => flatIndex(SHAPE, position) + 1;
      const at = placeOf([r, column, map]);
      placeFrame(frame, Math.floor((at - 1) / LINE), (at - 1) % LINE);
      answer.textContent = t("figure.flatten.place", {
        row: r + 1,
        column: column + 1,
        map: map + 1,
        place: at,
        all: cells.length,
      });
      const right = { place: placeOf([r, column + 1, map]) };
      const below = { place: placeOf([r + 1, column, map]) };
      neighbours.replaceChildren(
        ...column + 1 < SIZE ? [element("p", {}, t("figure.flatten.right", right))] : [],
        ...r + 1 < SIZE ? [element("p", {}, t("figure.flatten.below", below))] : [],
      );
      row.setAttribute("aria-label", answer.textContent);
    }

    /** @param {number} r @param {number} column @param {number} map from 0 */
    function jump(r, column, map) {
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), SIZE - 1) + 1;
      state.set({ cellOf: [inside(r), inside(column), map + 1] });
    }
    const stops = maps.map(({ root }, index) =>
      moveOver(root, {
        rows: SIZE,
        columns: SIZE,
        label: t("figure.flatten.label", { map: index + 1, size: SIZE }),
        step(down, right) {
          const [r, column, map] = read();
          if (map === index) jump(r + down, column + right, index);
          else jump(r, column, index);
        },
        point: (r, column) => jump(r, column, index),
      })
    );
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
