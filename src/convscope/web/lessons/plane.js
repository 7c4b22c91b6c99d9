/** A plane with two axes, in which figures draw what they compute. */

import { toText } from "../core/number_text.js";
import { svg } from "./svg.js";

/** Room for the numbers at the axes, in units of the drawing. */
const LEFT = 22;
const BELOW = 14;

/**
 * An axis: what its ends stand for, and how far apart its numbers are.
 *
 * @typedef {{low: number, high: number, every: number, label: string,
 *   text?: (value: number) => string}} Axis
 */

/**
 * @typedef {object} Plane
 * @property {SVGElement} root
 * @property {SVGElement} inside where figures draw; cut off at the edges
 * @property {(x: number) => number} x where a value lies in the drawing
 * @property {(y: number) => number} y
 * @property {(points: readonly (readonly [number, number])[]) => string} path the `d` of a line
 *   through points
 */

/**
 * Returns an empty plane. Its `aria-label` is the figure's affair.
 *
 * @param {Axis} across
 * @param {Axis} upwards
 * @param {number} width of the drawing, without the numbers at its axes
 * @param {number} height
 * @returns {Plane}
 */
export function createPlane(across, upwards, width, height) {
  const x = (/** @type {number} */ value) =>
    width * (value - across.low) / (across.high - across.low);
  const y = (/** @type {number} */ value) =>
    height * (upwards.high - value) / (upwards.high - upwards.low);
  const inside = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "inside" });
  const root = svg(
    "svg",
    { viewBox: `${-LEFT} -10 ${width + LEFT + 4} ${height + BELOW + 10}`, role: "img" },
    svg("rect", { width, height, class: "frame" }),
    ...ticksOf(across).map((value) =>
      text(across, value, { x: x(value), y: height + 9, "text-anchor": "middle" })
    ),
    ...ticksOf(upwards).map((value) =>
      text(upwards, value, { x: -3, y: y(value) + 2.5, "text-anchor": "end" })
    ),
    label(across.label, { x: width, y: height - 3, "text-anchor": "end" }),
    label(upwards.label, { x: 0, y: -3 }),
    inside,
  );
  return {
    root,
    inside,
    x,
    y,
    path: (points) => {
      const places = points.map((point) => `${x(point[0]).toFixed(2)},${y(point[1]).toFixed(2)}`);
      return places.length ? `M${places.join("L")}` : "";
    },
  };
}

/** @param {Axis} axis @returns {number[]} */
function ticksOf({ low, high, every }) {
  const first = Math.ceil(low / every - 1e-9);
  const last = Math.floor(high / every + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * every);
}

/** @param {Axis} axis @param {number} value @param {Record<string, string | number>} place */
function text({ text: write = toText }, value, place) {
  return label(write(Number(value.toPrecision(12))), place);
}

/** @param {string} words @param {Record<string, string | number>} place */
function label(words, place) {
  const made = svg("text", { ...place, class: "axis-text" });
  made.textContent = words;
  return made;
}
