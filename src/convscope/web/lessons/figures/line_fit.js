/** A line that is laid through points by hand, its errors as squares, and the best line. */

/** @import { Figure } from "../figure.js" */
/** @import { Point } from "../straight_line.js" */
import { element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { within } from "../figure.js";
import { createPlane } from "../plane.js";
import { createSlider } from "../slider.js";
import { errorAt, leastSquares, squaredErrors } from "../straight_line.js";
import { svg } from "../svg.js";

/** Hours and marks of the first four pupils; the marks of the fifth can be changed. */
const POINTS = /** @type {const} */ ([[1, 2], [2, 3], [3, 5], [4, 4]]);
const LAST = 5;

/** A unit is as long upwards as to the right, so that squares look like squares. */
const UNIT = 18;
const ACROSS = { low: 0, high: 8, every: 1 };
const UPWARDS = { low: 0, high: 11, every: 1 };

const RANGES = {
  lineSlope: { min: -1, max: 3, step: 0.1 },
  lineIntercept: { min: -3, max: 6, step: 0.1 },
  lineLast: { min: 0, max: 10, step: 1 },
};

/**
 * `lineLast`: the marks of the fifth pupil.
 *
 * @typedef {{lineSlope: number, lineIntercept: number, lineLast: number, lineBest: boolean}} State
 */

/** @type {Figure<State>} */
export const lineFitFigure = {
  name: "line-fit",
  defaults: { lineSlope: 0, lineIntercept: 3, lineLast: 6, lineBest: false },
  mount(place, state, t) {
    function read() {
      const now = state.get();
      const usable = (/** @type {keyof typeof RANGES} */ key) =>
        within(now[key], RANGES[key].min, RANGES[key].max, lineFitFigure.defaults[key]);
      /** @type {Point[]} */
      const points = [...POINTS, [LAST, usable("lineLast")]];
      const line = { slope: usable("lineSlope"), intercept: usable("lineIntercept") };
      return { points, line, isBestShown: now.lineBest };
    }

    const slope = createSlider(t("figure.line.slope"), RANGES.lineSlope, (value) => {
      state.set({ lineSlope: value });
    });
    const intercept = createSlider(t("figure.line.intercept"), RANGES.lineIntercept, (value) => {
      state.set({ lineIntercept: value });
    });
    const last = createSlider(t("figure.line.last"), RANGES.lineLast, (value) => {
      state.set({ lineLast: value });
    });
    const best = element("input", { type: "checkbox" });
    const plane = createPlane(
      { ...ACROSS, label: t("figure.line.hours") },
      { ...UPWARDS, label: t("figure.line.marks") },
      UNIT * (ACROSS.high - ACROSS.low),
      UNIT * (UPWARDS.high - UPWARDS.low),
    );
    const drawn = svg("g");
    plane.inside.append(drawn);
    const rows = element("tbody", {});
    const sum = element("p", { class: "answer", role: "status" });
    const bestSum = element("p", {});
    place.append(
      element(
        "div",
        { class: "figure-halves" },
        plane.root,
        element(
          "div",
          { class: "figure-side" },
          slope.root,
          intercept.root,
          last.root,
          element("label", { class: "choice" }, best, t("figure.line.showBest")),
          sum,
          bestSum,
        ),
      ),
      element(
        "table",
        { class: "line-table" },
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["x", "y", t("figure.line.prediction"), t("figure.line.error")].map(head),
            head(t("figure.line.square")),
          ),
        ),
        rows,
      ),
    );

    function show() {
      const { points, line, isBestShown } = read();
      slope.show(line.slope);
      intercept.show(line.intercept);
      last.show(points[points.length - 1][1]);
      best.checked = isBestShown;
      const fitted = leastSquares(points);
      const through = (/** @type {typeof line} */ { slope: rise, intercept: start }) =>
        plane.path([0, ACROSS.high].map((x) => [x, rise * x + start]));
      drawn.replaceChildren(
        ...points.map((point) => squareOf(point, errorAt(line, point))),
        ...(isBestShown ? [svg("path", { class: "curve is-best", d: through(fitted) })] : []),
        svg("path", { class: "curve", d: through(line) }),
        ...points.map(([x, y]) =>
          svg("circle", { cx: plane.x(x), cy: plane.y(y), r: 2.6, class: "dot" })
        ),
      );
      rows.replaceChildren(...points.map((point) => {
        const error = exact(errorAt(line, point));
        const shown = [point[0], point[1], exact(error + point[1]), error, exact(error * error)];
        return element("tr", {}, ...shown.map((value) => element("td", {}, toText(value))));
      }));
      sum.textContent = t("figure.line.sum", {
        sum: toText(exact(squaredErrors(line, points))),
      });
      bestSum.textContent = isBestShown
        ? t("figure.line.best", {
          slope: toText(exact(fitted.slope)),
          intercept: signed(exact(fitted.intercept)),
          sum: toText(exact(squaredErrors(fitted, points))),
        })
        : "";
      plane.root.setAttribute("aria-label", `${sum.textContent} ${bestSum.textContent}`.trim());
    }

    /** @param {Point} point @param {number} error @returns {SVGElement} */
    function squareOf([x, y], error) {
      const side = Math.abs(error) * UNIT;
      const top = plane.y(Math.max(y, y + error));
      return svg("rect", { x: plane.x(x), y: top, width: side, height: side, class: "square" });
    }

    show();
    const stops = [
      slope.stop,
      intercept.stop,
      last.stop,
      listen(best, "change", () => state.set({ lineBest: best.checked })),
      state.subscribe(show),
    ];
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {string} words @returns {HTMLElement} */
function head(words) {
  return element("th", { scope: "col" }, words);
}

/** @param {number} value @returns {number} without the dust of tenths that have no exact binary form */
function exact(value) {
  return Number(value.toFixed(9));
}
