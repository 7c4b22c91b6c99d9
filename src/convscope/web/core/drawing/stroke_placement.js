/** Strokes put into an image the way a data set's makers put theirs; see `stroke_placement.py`. */

import { renderPaths } from "../ink.js";
import { begin, centre, fit, sampleOnGrid } from "./fitting.js";
import { findPlacement } from "./placements.js";
import { slantOfPaths } from "./slant.js";
import { strokeWidth } from "./stroke_width.js";

/** @import { Stroke } from "../ink.js" */
/** @import { Pair, Placed } from "./fitting.js" */
/** @import { Placement } from "./placements.js" */

/** Strokes within this share of the pad are not scaled to fill the box: a dot stays a dot. */
const SMALLEST_DRAWING = 0.03;

/**
 * Puts strokes into an image, or returns null when nothing is drawn. They are scaled first and
 * inked afterwards, so the result depends neither on the brush nor on the pad.
 *
 * @param {readonly Stroke[]} strokes
 * @param {string | Placement} placement a name or a row of `PLACEMENTS`
 * @returns {Placed | null}
 */
export function placeStrokes(strokes, placement) {
  const rule = typeof placement === "string" ? findPlacement(placement) : placement;
  const drawn = strokes.map((stroke) => stroke.map((point) => pair(point[0], point[1])));
  const slant = rule.upright ? slantOfPaths(drawn) : 0;
  const paths = drawn.map((path) => path.map(([x, y]) => pair(x - slant * y, y)));
  let [top, left, bottom, right] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of paths.flat()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < left) return null;
  const box = { top, left, height: bottom - top, width: right - left };
  const [scale, start] = scaleAndStart(box, rule);
  const scaled = paths.map((path) =>
    path.map(([x, y]) => pair((x - left) * scale[1] + start[1], (y - top) * scale[0] + start[0]))
  );
  const ink = renderPaths(scaled, rule.canvas, rule.canvas, rule.stroke_width);
  const { image: centred, shift } = centre(ink, rule);
  const image = sampleOnGrid(centred, rule);
  return {
    image,
    box,
    scale,
    shift,
    slant,
    strokeWidthBefore: null,
    strokeWidth: strokeWidth(image),
    isInverted: false,
    isSure: true,
  };
}

/**
 * @param {import("./fitting.js").Box} box of the paths
 * @param {Placement} rule
 * @returns {[scale: Pair, start: Pair]} canvas pixels for the pad's side; where the box begins
 */
function scaleAndStart(box, rule) {
  if (rule.box === null) {
    return [[rule.canvas, rule.canvas], [box.top * rule.canvas, box.left * rule.canvas]];
  }
  const ink = rule.stroke_width;
  const room = pair(rule.box[0] - ink, rule.box[1] - ink);
  const scale = fit(room, [box.height, box.width], SMALLEST_DRAWING, rule.stretch);
  return [scale, [
    begin(rule.canvas, box.height * scale[0] + ink) + ink / 2,
    begin(rule.canvas, box.width * scale[1] + ink) + ink / 2,
  ]];
}

/**
 * @param {number} first
 * @param {number} second
 * @returns {[number, number]}
 */
function pair(first, second) {
  return [first, second];
}
