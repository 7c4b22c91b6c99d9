/** Where a filter stops along one axis: its places, zeros around the picture, rows it never sees. */

/** @import { Figure } from "../figure.js" */
/** @import { TextKey } from "../texts.js" */
import { element, listen } from "../../core/dom.js";
import { slide } from "../../net/windows.js";
import { within } from "../figure.js";
import { svg } from "../svg.js";

/** @typedef {"rows" | "reach" | "stride"} Field */

/** Smallest and largest number of each field. @type {Readonly<Record<Field, [number, number]>>} */
const RANGES = { rows: [7, 30], reach: [1, 7], stride: [1, 5] };

/** As many cells at least stand side by side, so that none becomes too large. */
const FEWEST_CELLS = 18;

/** Height of a bar, and from one bar to the next. */
const BAR = 0.4;
const PITCH = 0.6;

/** @typedef {{rows: number, reach: number, stride: number, zeros: string}} StridesState */

/** @type {Figure<StridesState>} */
export const stridesFigure = {
  name: "strides",
  defaults: { rows: 12, reach: 5, stride: 2, zeros: "valid" },
  mount(place, state, t) {
    function read() {
      const now = state.get();
      const whole = (/** @type {Field} */ name) =>
        Math.round(within(now[name], ...RANGES[name], stridesFigure.defaults[name]));
      const [rows, reach, stride] = [whole("rows"), whole("reach"), whole("stride")];
      const zeros = now.zeros === "same" ? "same" : "valid";
      return { rows, reach, stride, zeros, sliding: slide(rows, reach, stride, zeros) };
    }

    /** @type {(() => void)[]} */
    const stops = [];
    const fields = /** @type {(Field)[]} */ (Object.keys(RANGES)).map((name) => {
      const input = element("input", { type: "number", step: 1 });
      [input.min, input.max] = RANGES[name].map(String);
      stops.push(listen(input, "input", () => {
        if (Number.isFinite(input.valueAsNumber)) {
          state.set({ [name]: Math.round(within(input.valueAsNumber, ...RANGES[name], 1)) });
        }
      }));
      const title = t(/** @type {TextKey} */ (`figure.strides.field.${name}`));
      return { name, input, label: element("label", {}, title, input) };
    });
    const zeros = element(
      "select",
      {},
      element("option", { value: "valid" }, t("figure.strides.valid")),
      element("option", { value: "same" }, t("figure.strides.same")),
    );
    stops.push(listen(zeros, "change", () => state.set({ zeros: zeros.value })));
    const picture = svg("svg", { class: "strides", role: "img" });
    const answer = element("p", { class: "answer", role: "status" });
    const more = element("div", { class: "sums" });
    place.append(element(
      "div",
      { class: "lines-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        ...fields.map(({ label }) => label),
        element("label", {}, t("figure.strides.zeros"), zeros),
      ),
      picture,
      answer,
      more,
    ));

    function show() {
      const now = read();
      const { before, after, positions, stride, window } = now.sliding;
      const begins = Array.from({ length: positions }, (_, index) => index * stride - before);
      const isSeen = (/** @type {number} */ row) =>
        begins.some((begin) => row >= begin && row < begin + window);
      const unseen = Array.from({ length: now.rows }, (_, row) => row).filter((row) =>
        !isSeen(row)
      );
      const cells = Array.from({ length: before + now.rows + after }, (_, index) => {
        const row = index - before;
        const isZero = row < 0 || row >= now.rows;
        const box = svg("rect", { x: row + 0.05, y: 0.05, width: 0.9, height: 0.9 });
        box.setAttribute("class", isZero ? "zero" : "row");
        return unseen.includes(row) ? svg("g", {}, box, crossAt(row)) : box;
      });
      const bars = begins.map((begin, index) =>
        svg("rect", {
          x: begin + 0.05,
          y: 1.3 + index * PITCH,
          width: window - 0.1,
          height: BAR,
          rx: BAR / 2,
          class: "bar",
        })
      );
      const width = Math.max(cells.length, FEWEST_CELLS);
      const height = 1.3 + positions * PITCH;
      picture.setAttribute("viewBox", `${-before} 0 ${width} ${height}`);
      picture.replaceChildren(...cells, ...bars);
      answer.textContent = t("figure.strides.size", { positions });
      const rows = unseen.map((row) => row + 1).join(t("figure.strides.and"));
      const sentences = [
        ...now.zeros === "same" ? [t("figure.strides.padded", { before, after })] : [],
        unseen.length
          ? t("figure.strides.unseen", { rows, count: unseen.length })
          : t("figure.strides.allSeen"),
      ];
      more.replaceChildren(...sentences.map((sentence) => element("p", {}, sentence)));
      picture.setAttribute("aria-label", [answer.textContent, ...sentences].join(" "));
      for (const { name, input } of fields) {
        if (document.activeElement !== input) input.value = String(now[name]);
      }
      zeros.value = now.zeros;
    }
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {number} x @returns {SVGElement} */
function crossAt(x) {
  const [low, high] = [0.25, 0.75];
  return svg("path", {
    d: `M${x + low},${low}L${x + high},${high}M${x + high},${low}L${x + low},${high}`,
    class: "cross",
  });
}
