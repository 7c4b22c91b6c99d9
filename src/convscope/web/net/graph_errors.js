/** What is said of a net whose layers take in what they cannot. */

/** @import { Layer } from "./layer_kinds.js" */
import { ConvscopeError } from "../core/errors.js";
import { inShort } from "../core/strangers.js";
import { layerTitle } from "./layer_kinds.js";

/** Layers of a circle that are all named, and how many of a larger one, before its last. */
const MOST_NAMED = 6;
const FIRST_NAMED = 4;

/**
 * Returns the error of a layer that takes in one which does not stand before it: there is none of that
 * name, or the layers go in a circle, or it stands behind.
 *
 * @param {readonly Layer[]} layers of the whole net, as they are written
 * @param {number} index of the layer
 * @param {string} name of what it takes in
 * @returns {ConvscopeError}
 */
export function misplacedInput(layers, index, name) {
  const title = layerTitle(layers[index]);
  const circle = circleThrough(layers, index, name);
  if (circle) {
    const shown = circle.length > MOST_NAMED
      ? [...circle.slice(0, FIRST_NAMED), "…", ...circle.slice(-1)]
      : circle;
    const named = [...shown, circle[0]].map((layer) => inShort(layer));
    return new ConvscopeError(
      `The layers go in a circle: ${named.join(" → ")}.`,
      "Expected that every layer takes in only what was computed before it.",
      `Take one of these connections out, for example an input of "${inShort(circle[0])}".`,
    );
  }
  if (layers.some((layer) => layer?.name === name)) {
    return new ConvscopeError(
      `${title} takes in "${inShort(name)}", which stands behind it.`,
      "Expected that every layer stands behind all that it takes in.",
      "Write the net with convscope, which puts them in order.",
    );
  }
  return new ConvscopeError(
    `${title} takes in "${inShort(name)}", and no layer is called so.`,
    'Expected the name of another layer, or "input" for what goes into the net.',
    "Give the other layer this name.",
  );
}

/**
 * Returns a way from a layer to the one that it takes in.
 *
 * @param {readonly Layer[]} layers
 * @param {number} index
 * @param {string} name
 * @returns {string[] | null} the names on it, both ends included; null where there is none
 */
function circleThrough(layers, index, name) {
  const places = new Map(layers.map((layer, place) => [layer?.name, place]));
  const target = places.get(name);
  if (target === undefined) return null;
  /** @type {Map<number, number | null>} for each layer that was met the one that takes it in */
  const feeds = new Map([[target, null]]);
  const waiting = [target];
  for (let at = waiting.pop(); at !== undefined && !feeds.has(index); at = waiting.pop()) {
    const { inputs } = layers[at] ?? {};
    const before = Array.isArray(inputs) && inputs.length
      ? inputs.map((input) => places.get(input))
      : [at - 1];
    for (const place of before) {
      if (place === undefined || place < 0 || feeds.has(place)) continue;
      feeds.set(place, at);
      waiting.push(place);
    }
  }
  if (!feeds.has(index)) return null;
  const names = [];
  for (let at = /** @type {number | null} */ (index); at !== null; at = feeds.get(at) ?? null) {
    names.push(layers[at].name);
  }
  return names;
}
