/** A chart of several lines, each with a dash pattern of its own and a name in the key. */

/** @import { CurvePoint } from "../draw/curves.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { curvePath } from "../draw/curves.js";
import { svg } from "./svg.js";

/** @typedef {{name: string, style: number, points: readonly CurvePoint[]}} ChartLine */

/**
 * @typedef {object} LineChart
 * @property {HTMLElement} root
 * @property {(lines: readonly ChartLine[], most: {x: number, y: number}) => void} draw `style` of a
 *   line is its place among the patterns of the style sheet
 * @property {(text: string) => void} name what is read aloud instead
 */

/**
 * Returns an empty chart; 0 is at its lower left.
 *
 * @param {string} title what is drawn upwards
 * @param {string} across what is drawn to the right
 * @returns {LineChart}
 */
export function createLineChart(title, across) {
  const picture = svg("svg", {
    viewBox: "0 0 100 100",
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": title, // until there are lines to tell of
  });
  const top = element("span", { class: "line-top" });
  const end = element("span", {});
  const key = element("p", { class: "line-key note" });
  const root = element(
    "figure",
    { class: "line-chart" },
    element("figcaption", {}, title),
    element("div", { class: "line-box" }, top, picture),
    element("p", { class: "line-end note" }, element("span", {}, across), end),
    key,
  );
  return {
    root,
    draw(lines, most) {
      picture.replaceChildren(
        ...lines.map(({ style, points }) =>
          svg("path", { class: `line line-${style}`, d: curvePath(points, most) })
        ),
      );
      top.textContent = toText(most.y);
      end.textContent = toText(most.x);
      key.replaceChildren(...lines.map(({ name, style }) =>
        element(
          "span",
          {},
          svg(
            "svg",
            { viewBox: "0 0 30 4", "aria-hidden": "true" },
            svg("path", { class: `line line-${style}`, d: "M0 2h30" }),
          ),
          name,
        )
      ));
    },
    name(text) {
      picture.setAttribute("aria-label", text);
    },
  };
}
