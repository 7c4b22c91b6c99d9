/** A small grey picture, as a net receives it. */

import { svg } from "./svg.js";

const SIZE = 28;

/**
 * Returns an empty picture of 28 × 28 pixels.
 *
 * @param {string} label what is read aloud instead
 * @returns {{root: SVGElement, show: (values: Float32Array) => void}} `show` takes 784 values, 0 for
 *   paper to 1 for ink
 */
export function createPicture(label) {
  const root = svg("svg", {
    viewBox: `0 0 ${SIZE} ${SIZE}`,
    class: "small-picture",
    "shape-rendering": "crispEdges",
    role: "img",
    "aria-label": label,
  });
  return {
    root,
    show(values) {
      root.replaceChildren(
        ...[...values].flatMap((value, index) =>
          value > 0
            ? [svg("rect", {
              x: index % SIZE,
              y: Math.floor(index / SIZE),
              width: 1,
              height: 1,
              "fill-opacity": value.toFixed(2),
            })]
            : []
        ),
      );
    },
  };
}
