/** A filter that is slid over a picture by hand, and the map that it leaves. */

/** @import { Figure } from "../figure.js" */
import { button, element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { slideFilter } from "../arithmetic.js";
import { createCells, createFrame, placeFrame, shade } from "../cells.js";
import { within } from "../figure.js";
import { moveOver } from "../moving.js";

const SIZE = 28;
const WINDOW = 3;

/** Filters by the name in the address, row by row. */
const FILTERS = {
  vertical: [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  horizontal: [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  diagonal: [2, -1, -1, -1, 2, -1, -1, -1, 2],
};

/** A square and a stroke that leans: 1 is ink, 0 paper. */
const PICTURE = Array.from({ length: SIZE * SIZE }, (_, index) => {
  const [row, column] = [Math.floor(index / SIZE), index % SIZE];
  const isFrame = row >= 4 && row <= 23 && column >= 4 && column <= 23 &&
    (row < 7 || row > 20 || column < 7 || column > 20);
  return isFrame || (Math.abs(row - column) <= 1 && row + column > 17 && row + column < 37) ? 1 : 0;
});

/** @typedef {{place: number[], filter: string}} SlidingState `place`: row and column, from 1 */

/** @type {Figure<SlidingState>} */
export const slidingFigure = {
  name: "sliding",
  defaults: { place: [1, 1], filter: "vertical" },
  mount(root, state, t) {
    const names = /** @type {(keyof typeof FILTERS)[]} */ (Object.keys(FILTERS));
    const maps = Object.fromEntries(
      names.map((name) => [name, slideFilter(PICTURE, SIZE, FILTERS[name], WINDOW)]),
    );
    const places = maps.vertical.size;
    const most = Math.max(...names.flatMap((name) => [...maps[name].values].map(Math.abs)));

    function read() {
      const { place, filter } = state.get();
      const [row, column] = [0, 1].map((axis) => Math.round(within(place[axis], 1, places, 1)));
      const name = names.find((known) => known === filter) ?? "vertical";
      return { row: row - 1, column: column - 1, name };
    }

    const { root: picture, cells: pixels } = createCells(SIZE);
    pixels.forEach((cell, index) => shade(cell, PICTURE[index]));
    const window = createFrame(WINDOW);
    picture.append(window);
    const { root: mapPicture, cells } = createCells(places);
    const here = createFrame(1);
    mapPicture.append(here);
    mapPicture.setAttribute("role", "img");
    const select = element(
      "select",
      {},
      ...names.map((name) =>
        element("option", { value: name }, t(/** @type {any} */ (`figure.sliding.filter.${name}`)))
      ),
    );
    const where = element("p", { class: "where" });
    const sum = element("p", { class: "answer", role: "status" });
    const products = element("table", { class: "products" });
    const next = button(t("figure.sliding.next"), () => moveTo(indexNow() + 1));
    const all = button(t("figure.sliding.all"), () => moveTo(places * places - 1));
    const again = button(t("figure.sliding.again"), () => moveTo(0));
    root.append(
      element(
        "div",
        { class: "sliding-figure" },
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.sliding.picture", { size: SIZE })),
          picture,
        ),
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.sliding.map", { size: places })),
          mapPicture,
        ),
        element(
          "div",
          { class: "sliding-answer" },
          element("label", { class: "threshold" }, t("figure.sliding.filter"), select),
          element("div", { class: "tools" }, next, all, again),
          where,
          products,
          sum,
        ),
      ),
    );

    function indexNow() {
      const { row, column } = read();
      return row * places + column;
    }

    /** @param {number} index in the order of reading */
    function moveTo(index) {
      const last = Math.min(Math.max(index, 0), places * places - 1);
      state.set({ place: [Math.floor(last / places) + 1, last % places + 1] });
    }

    /** @type {string} */
    let painted = "";
    function show() {
      const { row, column, name } = read();
      const map = maps[name];
      const filter = FILTERS[name];
      placeFrame(window, row, column);
      placeFrame(here, row, column);
      const now = `${name} ${row * places + column}`;
      if (now !== painted) {
        painted = now;
        cells.forEach((cell, index) =>
          shade(cell, index <= row * places + column ? map.values[index] / most : 0)
        );
      }
      const value = map.values[row * places + column];
      const under = filter.map((_, i) =>
        PICTURE[(row + Math.floor(i / WINDOW)) * SIZE + column + i % WINDOW]
      );
      products.replaceChildren(
        element("caption", {}, t("figure.sliding.products")),
        ...[0, 1, 2].map((r) =>
          element(
            "tr",
            {},
            ...[0, 1, 2].map((c) =>
              element("td", {}, `${under[3 * r + c]} × ${signed(filter[3 * r + c])}`)
            ),
          )
        ),
      );
      where.textContent = t("figure.sliding.where", {
        row: row + 1,
        column: column + 1,
        places,
        done: row * places + column + 1,
        total: places * places,
      });
      sum.textContent = t("figure.sliding.sum", { sum: toText(value) });
      mapPicture.setAttribute("aria-label", `${where.textContent} ${sum.textContent}`);
      select.value = name;
      next.disabled = all.disabled = row * places + column === places * places - 1;
    }

    /** @param {number} row @param {number} column from 0 */
    function jump(row, column) {
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), places - 1) + 1;
      state.set({ place: [inside(row), inside(column)] });
    }
    const stops = [
      listen(select, "change", () => state.set({ filter: select.value })),
      moveOver(picture, {
        rows: SIZE,
        columns: SIZE,
        label: t("figure.sliding.pictureLabel", { size: SIZE }),
        step(down, right) {
          const { row, column } = read();
          jump(row + down, column + right);
        },
        point: (row, column) => jump(row - 1, column - 1),
      }),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
