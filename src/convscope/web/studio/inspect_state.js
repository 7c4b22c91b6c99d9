/** What the screen that looks into nets shows; and what is opened in one net, in another. */

/** @import { Store } from "../core/state.js" */
/** @import { Model } from "../net/model.js" */
/** @import { DrawState } from "../panels/draw_state.js" */

/**
 * A run, and an image of it: its split and place; without an image, what is drawn is looked at.
 * Empty for no run.
 *
 * @typedef {[] | [run: string] | [run: string, split: string, index: number]} Place
 */

/**
 * @typedef {object} InspectState
 * @property {Place} inspected
 * @property {Place} versus the net beside it, with its place of the same image
 */

/** @typedef {Store<InspectState>} InspectStore */

/** @type {InspectState} */
export const INSPECT = { inspected: [], versus: [] };

/** @typedef {Pick<DrawState, "layer" | "neuron" | "term" | "pass" | "aim" | "closer">} Opened */

/** Nothing is opened. @type {Opened} */
const CLOSED = { layer: "", neuron: [], term: -1, pass: "forward", aim: "", closer: "" };

/**
 * Returns what is opened in a net that is opened in another: the same layer and map, at the same
 * place of the image. Nothing where it has no such layer or map.
 *
 * @param {Readonly<DrawState>} state of the other
 * @param {Model} model of the net
 * @returns {Opened}
 */
export function openedIn(state, model) {
  const { layer, neuron, term, pass, aim, closer } = state;
  const own = state.model.architecture.steps.find((step) => step.layer.name === layer);
  const same = model.architecture.steps.find((step) => step.layer.name === layer);
  if (!own || !same || same.layer.kind !== own.layer.kind) return CLOSED;
  const from = own.outputShape;
  const to = same.outputShape;
  const channel = neuron[neuron.length - 1];
  if (from.length !== to.length || channel >= to[to.length - 1]) return CLOSED;
  const there = neuron.map((place, axis) =>
    axis === neuron.length - 1 ? channel : Math.floor((place + 0.5) * to[axis] / from[axis])
  );
  const isSamePlace = there.every((place, axis) => place === neuron[axis]);
  return { layer, neuron: isSamePlace ? neuron : there, term, pass, aim, closer };
}

/** What of a screen concerns both nets that lie beside each other. */
const SHARED = /** @type {const} */ (["heat", "filters", "plain", "strokes", "picture"]);

const OPENED = /** @type {const} */ (["layer", "neuron", "term", "pass", "aim", "closer"]);

/**
 * Keeps two nets at the same layer, map and image. What one opens and the other has not stays
 * closed there.
 *
 * @param {Store<DrawState>} first
 * @param {Store<DrawState>} second
 * @returns {() => void} ends it
 */
export function keepTogether(first, second) {
  let isFollowing = false;

  /** @param {Store<DrawState>} from @param {Store<DrawState>} to @param {Set<string>} changed */
  function follow(from, to, changed) {
    if (isFollowing) return;
    const state = from.get();
    /** @type {Partial<DrawState>} */
    const changes = {};
    for (const key of SHARED) if (changed.has(key)) Object.assign(changes, { [key]: state[key] });
    if (changed.has("example")) changes.example = state.example;
    if (OPENED.some((key) => changed.has(key))) {
      Object.assign(changes, openedIn(state, to.get().model));
    }
    isFollowing = true;
    to.set(changes);
    isFollowing = false;
  }

  const stops = [
    first.subscribe((_, changed) => follow(first, second, changed)),
    second.subscribe((_, changed) => follow(second, first, changed)),
  ];
  follow(first, second, new Set([...SHARED, ...OPENED, "example"]));
  return () => stops.forEach((stop) => stop());
}

/**
 * Returns the place before or after an image of a split, the first after the last.
 *
 * @param {Place} place
 * @param {number} steps
 * @param {number} count images of the split
 * @returns {Place}
 */
export function moved(place, steps, count) {
  const [run = "", split = "", index = 0] = place;
  return [run, split, ((index + steps) % count + count) % count];
}
