/** The edges of a net that is a graph: which layer takes in which, above the heads of the layers. */

/** @import { Step } from "../../net/architecture.js" */
/** @import { LayerColumn } from "./layer_column.js" */

/** Units of the page: from the top of a layer to where its own edges begin and end. */
const OWN = 8;

/** From the top of a row to its first way, and from way to way. */
const FIRST_WAY = 3;
const WAY = 5;

/** Ways beside each other; more share them. */
const NUM_WAYS = 3;

/** How far an edge reaches into the column where it begins, and into that where it ends. */
const STUB = 14;
const POINT = 7;

/** From the side of a column to where edges go up and down, in the gap between two. */
const ASIDE = 5;

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{from: number, to: number}} Edge positions of layers that are shown */

/**
 * Returns the edges between the layers that are shown. A folded group is its last layer.
 *
 * @param {readonly {inputs: number[]}[]} steps
 * @param {readonly boolean[]} shown
 * @returns {Edge[]} without those of a layer that takes in the one before it alone, which alone takes
 *   in that: they stand side by side
 */
export function edgesShown(steps, shown) {
  /** @type {number[]} */
  const places = [];
  for (let index = steps.length - 1, place = -1; index >= 0; index--) {
    if (shown[index]) place = index;
    places[index] = place;
  }
  /** @type {Edge[]} */
  const all = [];
  steps.forEach(({ inputs }, to) => {
    if (!shown[to]) return;
    for (const from of new Set(inputs.map((input) => places[input] ?? -1))) {
      if (from >= 0 && from !== to) all.push({ from, to });
    }
  });
  const [leaving, arriving] = [new Map(), new Map()];
  for (const { from, to } of all) {
    leaving.set(from, (leaving.get(from) ?? 0) + 1);
    arriving.set(to, (arriving.get(to) ?? 0) + 1);
  }
  return all.filter(({ from, to }) => leaving.get(from) > 1 || arriving.get(to) > 1);
}

/**
 * Returns the drawing surface; what a layer takes in is told in words by the magnifier and by its
 * neurons.
 *
 * @param {readonly Pick<Step, "inputs" | "layer">[]} steps
 * @param {readonly LayerColumn[]} columns
 * @param {HTMLElement} row that has the columns; its class says whether there are edges
 * @returns {{root: SVGElement, choose: (shown: boolean[], isSlide: boolean) => void,
 *   draw: () => void}}
 */
export function createEdges(steps, columns, row) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "edges");
  root.setAttribute("aria-hidden", "true");
  /** @type {Edge[]} */
  let edges = [];

  /** @param {boolean[]} shown @param {boolean} isSlide whether a single layer is shown to a room */
  function choose(shown, isSlide) {
    edges = isSlide ? [] : edgesShown(steps, shown);
    row.classList.toggle("has-edges", edges.length > 0);
  }

  function draw() {
    const own = root.getBoundingClientRect();
    /** @type {Map<number, number>} the way of every layer's edges */
    const ways = new Map();
    const paths = edges.map(({ from, to }) => {
      if (!ways.has(from)) ways.set(from, ways.size % NUM_WAYS);
      const way = FIRST_WAY + WAY * /** @type {number} */ (ways.get(from));
      const d = pathOf(placeOf(columns[from], own), placeOf(columns[to], own), way, own.width);
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", d);
      path.dataset.from = steps[from].layer.name;
      path.dataset.to = steps[to].layer.name;
      return path;
    });
    root.replaceChildren(...paths);
  }

  return { root, choose, draw };
}

/**
 * Where a column stands on the drawing surface.
 *
 * @typedef {{left: number, right: number, top: number, rowTop: number}} Place
 */

/** @param {LayerColumn} column @param {DOMRect} own @returns {Place} */
function placeOf({ root }, own) {
  const { left, right, top } = root.getBoundingClientRect();
  const outer = root.parentElement?.classList.contains("depth") ? root.parentElement : root;
  return {
    left: left - own.left,
    right: right - own.left,
    top: top - own.top,
    rowTop: outer.getBoundingClientRect().top - own.top,
  };
}

/**
 * Returns the path of an edge: along the way above its row, and where it ends in another one, from
 * the beginning of that on.
 *
 * @param {Place} from
 * @param {Place} to
 * @param {number} way below the top of a row
 * @param {number} width of the drawing surface
 * @returns {string}
 */
export function pathOf(from, to, way, width) {
  const isSameRow = Math.abs(from.rowTop - to.rowTop) < 2;
  // Several rows are as wide as the surface; a single one may be scrolled, and is cut there.
  const inside = (/** @type {number} */ x) =>
    Math.round(isSameRow ? x : Math.min(Math.max(x, 0), width));
  const [startY, endY] = [from.top + OWN, to.top + OWN].map(Math.round);
  const start = inside(from.right - STUB);
  const end = inside(to.left + POINT);
  const isBeside = isSameRow && to.left - from.right < 2 * STUB;
  if (isBeside && startY === endY) return `M${start} ${startY}H${end}${arrow(end, endY)}`;
  const [up, down] = [inside(from.right + ASIDE), inside(to.left - ASIDE)];
  const above = Math.round(from.rowTop + way);
  const last = `H${down}V${endY}H${end}${arrow(end, endY)}`;
  const begin = `M${start} ${startY}H${up}V${above}`;
  return isSameRow
    ? `${begin}${last}`
    : `${begin}H${Math.round(width)}M0 ${Math.round(to.rowTop + way)}${last}`;
}

/** @param {number} x @param {number} y @returns {string} the head of an arrow that points there */
function arrow(x, y) {
  return `M${x - 4} ${y - 3}L${x} ${y}L${x - 4} ${y + 3}`;
}
