/** What a net is trained on: a ready set, the digits of the page, or what somebody has drawn. */

/** @import { Added, ExampleSet, TrainingState } from "./training_state.js" */
import { findPlacement, placeStrokes } from "../core/placement.js";
import { embeddedDigits } from "../learning/digits.js";
import { drawnCirclesAndCrosses } from "../learning/drawn_shapes.js";
import { SIDE } from "../learning/small_nets.js";

/** How drawings are put into the input. */
export const PLACEMENT = "mnist";

/** Drawings of the ready set, for learning and held out, and the seeds that draw them. */
const NUM_READY = { train: 40, held: 20 };
const READY_SEEDS = { train: 1, held: 2 };

/** Of drawings of one's own, every so many of a class is held out. */
export const HELD_OUT_EVERY = 4;

/** Fewest drawings of each class to learn from. */
const FEWEST = 2;

/** @type {Map<string, ExampleSet>} sets that do not change */
const made = new Map();

/**
 * Returns the examples of the state's data.
 *
 * @param {Readonly<TrainingState>} state
 * @returns {Promise<ExampleSet>}
 */
export async function exampleSet({ trainData, added, ownNames }) {
  if (trainData === "digits") return await digitSet();
  if (trainData === "own") {
    return withAdded({ classNames: ownNames, train: none(), held: none() }, added.own);
  }
  return withAdded(readyShapes(), added.shapes);
}

/**
 * Tells whether there is something to tell apart.
 *
 * @param {ExampleSet} set
 * @returns {boolean}
 */
export function isEnough({ classNames, train }) {
  return classNames.every((_, label) => countOf(train.labels, label) >= FEWEST);
}

/** @param {readonly number[]} labels @param {number} label @returns {number} */
export function countOf(labels, label) {
  return labels.filter((each) => each === label).length;
}

/** @returns {{images: Uint8Array[], labels: number[]}} */
function none() {
  return { images: [], labels: [] };
}

/** @returns {Promise<ExampleSet>} */
async function digitSet() {
  const known = made.get("digits");
  if (known) return known;
  const { train, test } = await embeddedDigits();
  const set = { classNames: [..."0123456789"], train, held: test };
  made.set("digits", set);
  return set;
}

/** @returns {ExampleSet} */
function readyShapes() {
  const known = made.get("shapes");
  if (known) return known;
  const set = {
    classNames: ["○", "×"],
    train: drawnBy(NUM_READY.train, READY_SEEDS.train),
    held: drawnBy(NUM_READY.held, READY_SEEDS.held),
  };
  made.set("shapes", set);
  return set;
}

/** @param {number} count @param {number} seed */
function drawnBy(count, seed) {
  const { drawings, labels } = drawnCirclesAndCrosses(count, seed);
  const rule = findPlacement(PLACEMENT);
  const images = drawings.map((strokes) =>
    placeStrokes(strokes, rule)?.image.pixels ?? new Uint8Array(SIDE * SIDE)
  );
  return { images, labels };
}

/**
 * Adds what was drawn: every fourth of a class is held out.
 *
 * @param {ExampleSet} set
 * @param {readonly Added[]} added
 * @returns {ExampleSet}
 */
function withAdded({ classNames, train, held }, added) {
  const parts = {
    train: { images: [...train.images], labels: [...train.labels] },
    held: { images: [...held.images], labels: [...held.labels] },
  };
  const counts = classNames.map(() => 0);
  for (const { image, label } of added) {
    if (label >= classNames.length) continue;
    const part = ++counts[label] % HELD_OUT_EVERY === 0 ? parts.held : parts.train;
    part.images.push(image);
    part.labels.push(label);
  }
  return { classNames, ...parts };
}
