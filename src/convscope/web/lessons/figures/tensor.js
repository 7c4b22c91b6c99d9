/** Two small colour pictures as one tensor, and what indices take out of it. */

/** @import { Figure } from "../figure.js" */
import { flatIndex, product, shapeText } from "../../core/arrays.js";
import { element, listen } from "../../core/dom.js";
import { within } from "../figure.js";
import { svg } from "../svg.js";
import { ALL, placesAt, shapeAt } from "../tensors.js";

const SHAPE = [2, 4, 5, 3];
const AXES = /** @type {const} */ (["picture", "row", "column", "channel"]);
const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);

/** The largest value of a pixel in a channel. */
const MOST = 9;

/** As many numbers are read out one by one. */
const MOST_TOLD = 20;

/** Letters of the drawings below as red, green, blue. @type {Record<string, number[]>} */
const COLOURS = { ".": [9, 9, 8], r: [8, 1, 2], b: [1, 3, 9], g: [2, 7, 3], y: [9, 7, 0] };

const DRAWINGS = [
  [".rrr.", "r.y.r", "r.y.r", ".rrr."],
  ["b...b", ".b.bg", "..bgg", ".b.bg"],
];

const VALUES = DRAWINGS.flatMap((rows) =>
  rows.flatMap((row) => [...row].flatMap((letter) => COLOURS[letter]))
);

/** @typedef {{tensorAt: number[]}} TensorState `tensorAt`: an index for each axis, or `ALL` */

/** @type {Figure<TensorState>} */
export const tensorFigure = {
  name: "tensor",
  defaults: { tensorAt: [ALL, ALL, ALL, ALL] },
  mount(root, state, t) {
    const read = () =>
      SHAPE.map((length, axis) =>
        Math.round(within(state.get().tensorAt[axis], ALL, length - 1, ALL))
      );

    const selects = SHAPE.map((length) => {
      const select = element(
        "select",
        {},
        element("option", { value: ALL }, t("figure.tensor.all")),
        ...Array.from(
          { length },
          (_, index) => element("option", { value: index }, String(index)),
        ),
      );
      return select;
    });
    const code = element("code", {});
    const answer = element("p", { class: "answer", role: "status" });
    const numbers = element("p", { class: "where" });
    /** @type {HTMLElement[]} */
    const cells = new Array(VALUES.length);
    const pictures = DRAWINGS.map((_, picture) =>
      element(
        "div",
        { class: "tensor-picture" },
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.tensor.picture", { index: picture })),
          coloured(picture, t("figure.tensor.coloured", { index: picture })),
        ),
        ...CHANNELS.map((name, channel) =>
          element(
            "table",
            {},
            element("caption", {}, t(`figure.tensor.channel.${name}`, { index: channel })),
            ...Array.from({ length: SHAPE[1] }, (_, row) =>
              element(
                "tr",
                {},
                ...Array.from({ length: SHAPE[2] }, (_, column) => {
                  const place = flatIndex(SHAPE, [picture, row, column, channel]);
                  cells[place] = element("td", {}, String(VALUES[place]));
                  return cells[place];
                }),
              )),
          )
        ),
      )
    );
    root.append(
      element(
        "div",
        { class: "tensor-figure" },
        element(
          "div",
          { class: "tensor-indices" },
          ...selects.map((select, axis) =>
            element("label", {}, t(`figure.tensor.axis.${AXES[axis]}`), select)
          ),
        ),
        element("p", {}, code),
        answer,
        numbers,
        ...pictures,
      ),
    );

    function show() {
      const at = read();
      selects.forEach((select, axis) => select.value = String(at[axis]));
      const written = at.map((index) => index === ALL ? ":" : String(index));
      code.textContent = `pictures[${written.join(", ")}]`;
      const shape = shapeAt(SHAPE, at);
      const places = placesAt(SHAPE, at);
      answer.textContent = t("figure.tensor.answer", {
        shape: shapeText(shape),
        rank: shape.length,
        count: product(shape),
      });
      numbers.textContent = places.length > MOST_TOLD
        ? t("figure.tensor.tooMany")
        : t("figure.tensor.numbers", { numbers: places.map((at) => VALUES[at]).join(", ") });
      const taken = new Set(places);
      cells.forEach((cell, place) => cell.classList.toggle("is-taken", taken.has(place)));
    }

    const stops = selects.map((select, axis) =>
      listen(select, "change", () => {
        state.set({ tensorAt: read().map((old, i) => i === axis ? Number(select.value) : old) });
      })
    );
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {number} picture @param {string} label @returns {SVGElement} the picture in its colours */
function coloured(picture, label) {
  const [, rows, columns] = SHAPE;
  const drawn = svg("svg", {
    viewBox: `0 0 ${columns} ${rows}`,
    role: "img",
    "aria-label": label,
  });
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const shares = CHANNELS.map((_, channel) =>
        `${(100 * VALUES[flatIndex(SHAPE, [picture, row, column, channel])] / MOST).toFixed(0)}%`
      );
      const fill = `rgb(${shares.join(" ")})`;
      const size = { width: 1, height: 1, "shape-rendering": "crispEdges" };
      drawn.append(svg("rect", { x: column, y: row, ...size, fill }));
    }
  }
  return drawn;
}
