/** The state of the training screen, and what can be chosen on it. */

/** @import { ErrorParts } from "../core/errors.js" */
/** @import { Store } from "../core/state.js" */
/** @import { Theme } from "../draw/palettes.js" */
/** @import { TensorNow } from "../learning/service.js" */
/** @import { SmallNet } from "../learning/small_nets.js" */
/** @import { StepResult } from "../learning/training.js" */
/** @import { Colors } from "../panels/draw_state.js" */

/** @typedef {"shapes" | "digits" | "own"} DataName */
/** @typedef {"sgd" | "momentum" | "adam"} OptimizerName */

/** @type {readonly DataName[]} */
export const DATA_NAMES = ["shapes", "digits", "own"];

/** Settings that the engine takes, and the rate to begin with, by name. */
export const OPTIMIZERS = {
  sgd: { settings: { name: "sgd" }, rate: 0.01 },
  momentum: { settings: { name: "sgd", momentum: 0.9 }, rate: 0.01 },
  adam: { settings: { name: "adam" }, rate: 0.003 },
};

export const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
export const BATCH_SIZES = [1, 4, 8, 16, 32, 64];
export const DROPOUTS = [0, 0.2, 0.5];

/** Fewest and most classes with labels of one's own. */
export const NUM_OWN = { min: 2, max: 6 };

/**
 * The part that is in the address: the whole recipe.
 *
 * @typedef {object} Recipe
 * @property {DataName} trainData
 * @property {SmallNet} trainNet
 * @property {OptimizerName} trainOptimizer
 * @property {number} trainRate
 * @property {number} trainBatch
 * @property {number} trainDropout
 * @property {number} trainSeed
 */

/** @type {Recipe} */
export const RECIPE = {
  trainData: "shapes",
  trainNet: "one",
  trainOptimizer: "sgd",
  trainRate: 0.01,
  trainBatch: 8,
  trainDropout: 0,
  trainSeed: 0,
};

/** @typedef {{image: Uint8Array, label: number}} Added (28, 28, 1), 0 for paper to 255 for ink */

/** @typedef {{right: number, count: number, loss: number}} Judgement of a whole set */

/**
 * @typedef {object} EpochEnd
 * @property {number} step that ended it, counted from 1; 0 is before the first one
 * @property {Judgement} train
 * @property {Judgement | null} held null where no example is held out
 */

/**
 * How far the training is: `beginning` while net and examples are made, `waiting` for examples, `fresh` before the first step, `fit` where every
 * example it learns from is judged right for the first time, `ended` after as many epochs as one
 * press of Start takes.
 *
 * @typedef {"beginning" | "waiting" | "fresh" | "running" | "paused" | "fit" | "ended" | "broken"} Status
 */

/**
 * @typedef {object} LiveTraining
 * @property {string} language
 * @property {Theme} theme
 * @property {Colors} colors
 * @property {boolean} plain
 * @property {{shapes: Added[], own: Added[]}} added what was drawn
 * @property {string[]} ownNames
 * @property {ExampleSet | null} set that is trained on; null while it is being made
 * @property {Status} status
 * @property {StepResult[]} steps all of this training; the same array grows
 * @property {number} numSteps its length, which changes
 * @property {EpochEnd[]} epochs with what the fresh net says before them
 * @property {number} elapsedMs in which steps were taken
 * @property {string[]} layers those with weights
 * @property {string} shownLayer whose weights are shown
 * @property {Record<string, TensorNow>} tensors those that are shown
 * @property {ArrayBuffer | null} file the net as it is now
 * @property {boolean} isBlank whether there is nothing on the pad to add
 * @property {ErrorParts | null} error
 */

/**
 * Pictures with labels, in two parts.
 *
 * @typedef {object} ExampleSet
 * @property {string[]} classNames
 * @property {{images: Uint8Array[], labels: number[]}} train
 * @property {{images: Uint8Array[], labels: number[]}} held out: never learned from
 */

/** @typedef {Recipe & LiveTraining} TrainingState */
/** @typedef {Store<TrainingState>} TrainingStore */

/**
 * Returns the state of a screen on which nothing has been done yet.
 *
 * @returns {TrainingState}
 */
export function initialTraining() {
  return {
    ...RECIPE,
    language: "",
    theme: "light",
    colors: { ink: "", accent: "", fill: "", soft: "", line: "" },
    plain: false,
    added: { shapes: [], own: [] },
    ownNames: ["A", "B"],
    set: null,
    status: "beginning",
    steps: [],
    numSteps: 0,
    epochs: [],
    elapsedMs: 0,
    layers: [],
    shownLayer: "",
    tensors: {},
    file: null,
    isBlank: true,
    error: null,
  };
}

/**
 * Returns the recipe with everything that a link says and nobody can choose brought back to what
 * can be chosen.
 *
 * @param {Recipe} recipe
 * @returns {Recipe}
 */
export function sensible(recipe) {
  const { trainData, trainNet, trainOptimizer, trainSeed } = recipe;
  const isKnown = (/** @type {readonly unknown[]} */ choices, /** @type {unknown} */ value) =>
    choices.includes(value);
  return {
    trainData: isKnown(DATA_NAMES, trainData) ? trainData : RECIPE.trainData,
    trainNet: isKnown(["one", "two", "dense"], trainNet) ? trainNet : RECIPE.trainNet,
    trainOptimizer: Object.hasOwn(OPTIMIZERS, trainOptimizer)
      ? trainOptimizer
      : RECIPE.trainOptimizer,
    trainRate: isKnown(RATES, recipe.trainRate) ? recipe.trainRate : RECIPE.trainRate,
    trainBatch: isKnown(BATCH_SIZES, recipe.trainBatch) ? recipe.trainBatch : RECIPE.trainBatch,
    trainDropout: isKnown(DROPOUTS, recipe.trainDropout)
      ? recipe.trainDropout
      : RECIPE.trainDropout,
    trainSeed: Number.isSafeInteger(trainSeed) && trainSeed >= 0 ? trainSeed : RECIPE.trainSeed,
  };
}
