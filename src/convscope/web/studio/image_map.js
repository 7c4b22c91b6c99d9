/** A map of images on which some are chosen by drawing around them. */

/** @import { SetImage } from "./labelling.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { addressFor } from "./api.js";

/** @typedef {[x: number, y: number]} Place in shares of the map's sides */

/**
 * What the server says of a map: a list for each fact, in the order of the images.
 *
 * @typedef {{method: string, layer: string, total: number, classes: string[], index: number[],
 *   name: string[], label: number[], x: number[], y: number[], among: number[]}} ImageMap
 */

/** Pixels of the map's side on the canvas, and of its margin. */
const SIDE = 900;
const MARGIN = 20;

const RADIUS = 5;

/** Pixels around the pointer in which an image is looked for. */
const REACH = 12;

/**
 * Returns the map.
 *
 * @param {ImageMap} map
 * @param {{source: string, split: string, run: string}} of
 * @param {Translate} t
 * @param {(images: SetImage[]) => HTMLElement} show what is shown of the chosen images
 * @returns {HTMLElement}
 */
export function createImageMap(map, { source, split, run }, t, show) {
  const count = map.x.length;
  const canvas = element("canvas", {
    class: "image-map",
    width: SIDE,
    height: SIDE,
    role: "img",
    "aria-label": t("map.label", { count }),
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const peek = element("img", { class: "peek", alt: "", hidden: true });
  const chosenPlace = element("div", { role: "region", "aria-label": t("map.chosen") });
  const places = map.x.map((x, i) => [at(x), at(map.y[i])]);
  /** @type {Set<number>} */
  let chosen = new Set();
  /** The line that is being drawn around images. @type {number[][]} */
  let line = [];
  const strangers = map.label.flatMap((label, i) => map.among[i] === label ? [] : [i]);
  const method = map.layer ? t("map.byNet", { layer: map.layer, run }) : t("map.byLooks");

  const painting = oncePerFrame(() => {
    context.clearRect(0, 0, SIDE, SIDE);
    places.forEach(([x, y], i) => {
      context.fillStyle = colorOf(map.label[i], map.classes.length);
      context.globalAlpha = chosen.size && !chosen.has(i) ? 0.25 : 0.85;
      context.beginPath();
      context.arc(x, y, chosen.has(i) ? 1.6 * RADIUS : RADIUS, 0, 2 * Math.PI);
      context.fill();
    });
    context.globalAlpha = 1;
    if (line.length < 2) return;
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 2;
    context.beginPath();
    line.forEach(([x, y], i) => i ? context.lineTo(x, y) : context.moveTo(x, y));
    context.closePath();
    context.stroke();
  });

  /** @param {Iterable<number>} images their places in the lists */
  function choose(images) {
    chosen = new Set(images);
    painting.request();
    chosenPlace.replaceChildren(
      ...chosen.size
        ? [show([...chosen].map((i) => ({
          split,
          index: map.index[i],
          name: map.name[i],
          label: map.classes[map.label[i]],
          ...map.among[i] !== map.label[i] && { proposed: map.classes[map.among[i]] },
        })))]
        : [],
    );
  }

  /** @param {PointerEvent} event @returns {number[]} */
  function pointOf({ clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientX - left) / width * SIDE, (clientY - top) / height * SIDE];
  }

  /** @param {PointerEvent} event */
  function look(event) {
    const [x, y] = pointOf(event);
    const nearest = nearestTo(places, x, y);
    peek.hidden = nearest < 0;
    if (nearest < 0) return;
    const address = addressFor(["set", "image"], { source, split, index: map.index[nearest] });
    if (peek.getAttribute("src") !== address) peek.src = address;
    peek.style.left = `${100 * places[nearest][0] / SIDE}%`;
    peek.style.top = `${100 * places[nearest][1] / SIDE}%`;
  }

  listen(canvas, "pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    line = [pointOf(event)];
  });
  listen(canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
    if (!line.length) return look(event);
    line.push(pointOf(event));
    painting.request();
  });
  listen(canvas, "pointerup", () => {
    const around = line;
    line = [];
    choose(places.flatMap(([x, y], i) => isInside(around, x, y) ? [i] : []));
  });
  listen(canvas, "pointercancel", () => {
    line = [];
    painting.request();
  });
  listen(canvas, "pointerleave", () => peek.hidden = true);
  painting.request();
  return element(
    "div",
    { class: "map-view" },
    element("p", { class: "note" }, t("map.note", { shown: count, total: map.total, method })),
    element(
      "div",
      { class: "tools" },
      button(t("map.strangers", { count: strangers.length }), () => choose(strangers)),
      ...map.classes.map((name, i) => {
        const dot = element("span", { class: "dot", "aria-hidden": true });
        dot.style.background = colorOf(i, map.classes.length);
        return element("span", { class: "note" }, dot, name);
      }),
    ),
    element("div", { class: "map-place" }, canvas, peek),
    chosenPlace,
  );
}

/** @param {number} share @returns {number} pixels */
function at(share) {
  return MARGIN + share * (SIDE - 2 * MARGIN);
}

/** @param {number} label @param {number} count of classes @returns {string} */
function colorOf(label, count) {
  return `hsl(${Math.round(360 * label / count)} 65% ${label % 2 ? 45 : 60}%)`;
}

/** @param {number[][]} places @param {number} x @param {number} y @returns {number} or -1 */
function nearestTo(places, x, y) {
  let nearest = -1;
  let least = REACH ** 2;
  places.forEach(([left, top], i) => {
    const apart = (left - x) ** 2 + (top - y) ** 2;
    if (apart < least) [nearest, least] = [i, apart];
  });
  return nearest;
}

/**
 * Returns whether a point lies within a line that is closed, by how often a ray crosses it.
 *
 * @param {number[][]} line
 * @param {number} x
 * @param {number} y
 * @returns {boolean}
 */
export function isInside(line, x, y) {
  let isIn = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [x1, y1] = line[i];
    const [x2, y2] = line[j];
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) isIn = !isIn;
  }
  return isIn;
}
