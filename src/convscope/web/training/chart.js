/** A chart of two curves over the steps of a training. */

/** @import { CurvePoint } from "../draw/curves.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { curvePath, roundedUp } from "../draw/curves.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Chart
 * @property {HTMLElement} root
 * @property {(learned: CurvePoint[], held: CurvePoint[], numSteps: number) => void} draw
 * @property {(text: string) => void} name what is read aloud instead
 */

/**
 * Returns an empty chart.
 *
 * @param {string} title
 * @param {number} [top] what the upper edge stands for; as high as the values where left out
 * @returns {Chart}
 */
export function createChart(title, top) {
  const picture = svg("svg", {
    viewBox: "0 0 100 100",
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": title, // until there is something to tell of
  });
  const learned = svg("path", { class: "is-learned" });
  const held = svg("path", { class: "is-held" });
  picture.append(learned, held);
  const upper = element("span", { class: "chart-top", "aria-hidden": true });
  const right = element("span", { class: "chart-end", "aria-hidden": true });
  const root = element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, title),
    element("div", { class: "chart-box" }, upper, picture, right),
  );
  return {
    root,
    draw(learnedPoints, heldPoints, numSteps) {
      const largest = [...learnedPoints, ...heldPoints]
        .reduce((most, { y }) => Math.max(most, y), 0);
      const most = { x: numSteps, y: top ?? roundedUp(largest) };
      learned.setAttribute("d", curvePath(learnedPoints, most));
      held.setAttribute("d", curvePath(heldPoints, most));
      upper.textContent = top === 1 ? "100\u00a0%" : toText(most.y);
      right.textContent = String(numSteps);
    },
    name(text) {
      picture.setAttribute("aria-label", text);
    },
  };
}

/** @param {string} tag @param {Record<string, string>} attributes @returns {SVGElement} */
function svg(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
