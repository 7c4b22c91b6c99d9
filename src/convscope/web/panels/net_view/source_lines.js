/** Lines from the map that is looked at to the maps it is made of, beneath all maps. */

/** @import { Sources } from "../../net/sources.js" */
/** @import { DrawStore } from "../draw_state.js" */
/** @import { LayerColumn } from "./layer_column.js" */
/** @import { Look } from "../looking.js" */
import { strongest } from "../../net/sources.js";
import { lookOf } from "../looking.js";
import { lookedSources } from "./looked_values.js";

/** Lines to values of a vector: there may be thousands. Those to maps are all drawn. */
const MOST_VALUES = 16;

/** Units of the page: width of the faintest and of the strongest line. */
const THIN = 0.6;
const THICK = 4;

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{x: number, y: number}} Point */

/**
 * Returns the drawing surface. Lines never take the pointer, and screen readers are told the same
 * in words by the magnifier.
 *
 * @param {DrawStore} state
 * @param {readonly LayerColumn[]} columns
 * @param {(index: number) => boolean} isShown whether a layer is
 * @returns {{root: SVGElement, draw: () => void}}
 */
export function createSourceLines(state, columns, isShown) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "source-lines");
  root.setAttribute("aria-hidden", "true");

  function draw() {
    const now = state.get();
    const look = lookOf(now);
    const sources = look && isShown(look.index) && !now.filters ? lookedSources(now, look) : null;
    const lines = look && sources ? linesOf(look, sources) : [];
    while (root.childNodes.length > lines.length) root.lastChild?.remove();
    lines.forEach((line, place) => {
      const path = /** @type {SVGElement} */ (root.childNodes[place] ??
        root.appendChild(document.createElementNS(SVG, "path")));
      for (const [name, value] of Object.entries(line)) path.setAttribute(name, value);
    });
  }

  /** @param {Look} look @param {Sources} sources @returns {Record<string, string>[]} */
  function linesOf(look, { shares }) {
    const target = columns[look.index];
    const own = root.getBoundingClientRect();
    const end = boxOnScreen(target, look.place, own);
    if (!end) return [];
    const areMaps = (/** @type {number} */ index) => columns[index]?.isMaps ?? true;
    const values = shares.filter(({ index }) => !areMaps(index));
    const strongValues = new Set(strongest(values, MOST_VALUES));
    const chosen = shares.filter((share) => areMaps(share.index) || strongValues.has(share));
    const most = Math.max(...chosen.map(({ sum }) => Math.abs(sum)), Number.MIN_VALUE);
    return chosen.flatMap(({ index, place, sum }) => {
      const source = columns[index];
      const start = source && isShown(index)
        ? boxOnScreen(source, place, own, source.endOfNames())
        : index < 0
        ? inputBox(own)
        : null;
      if (!start) return [];
      // The only source is one whatever it adds.
      const strength = shares.length === 1 ? 1 : Math.abs(sum) / most;
      return [{
        d: curve(start, end),
        class: sum < 0 ? "is-negative" : "is-positive",
        "stroke-width": (THIN + (THICK - THIN) * strength).toFixed(2),
        "stroke-opacity": (0.12 + 0.78 * strength).toFixed(2),
        "data-place": String(place),
      }];
    });
  }

  /** @param {DOMRect} own @returns {DOMRect | null} of the picture that the net receives */
  function inputBox(own) {
    const picture = root.closest(".screen")?.querySelectorAll(".three-images canvas")[1];
    const box = picture?.getBoundingClientRect();
    return box?.width ? new DOMRect(box.x - own.x, box.y - own.y, box.width, box.height) : null;
  }

  return { root, draw };
}

/**
 * @param {LayerColumn} column
 * @param {number} place
 * @param {DOMRect} own place of the drawing surface
 * @param {number | null} [end] where its name and number end, which lines do not cross
 * @returns {DOMRect | null} null for what is scrolled out of the row
 */
function boxOnScreen({ canvas, boxOf }, place, own, end = null) {
  const box = boxOf(place);
  const { left, top } = canvas.getBoundingClientRect();
  if (!box || !canvas.clientWidth) return null;
  const width = end === null ? box.width : end - left - box.x;
  const placed = new DOMRect(left + box.x - own.x, top + box.y - own.y, width, box.height);
  return placed.left > own.width || placed.right < 0 ? null : placed;
}

/** @param {DOMRect} from @param {DOMRect} to @returns {string} the path of a line */
function curve(from, to) {
  const y = from.top + from.height / 2;
  const endY = to.top + to.height / 2;
  if (from.right <= to.left) {
    const bend = (to.left - from.right) / 2;
    return `M${round(from.right)} ${round(y)}C${round(from.right + bend)} ${round(y)} ` +
      `${round(to.left - bend)} ${round(endY)} ${round(to.left)} ${round(endY)}`;
  }
  const x = from.left + from.width / 2;
  return `M${round(x)} ${round(y)}L${round(to.left + to.width / 2)} ${round(endY)}`;
}

/** @param {number} value @returns {number} */
function round(value) {
  return Math.round(10 * value) / 10;
}
