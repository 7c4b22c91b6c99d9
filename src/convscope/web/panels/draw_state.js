/** The state of the drawing screen. */

/** @import { ErrorParts } from "../core/errors.js" */
/** @import { Stroke } from "../core/ink.js" */
/** @import { Box, Placed } from "../core/placement.js" */
/** @import { Store } from "../core/state.js" */
/** @import { UndoHistory } from "../core/undo_history.js" */
/** @import { Theme } from "../draw/palettes.js" */
/** @import { GradientExplanation } from "../net/gradient_inspector.js" */
/** @import { Explanation } from "../net/inspector.js" */
/** @import { Model } from "../net/model.js" */
/** @import { Snapshot } from "../net/service.js" */
/** @import { Outcome, Supposition } from "../net/what_if.js" */
/** @import { Familiarity } from "./familiarity.js" */
/** @import { Look } from "./looking.js" */
import { NO_HISTORY } from "../core/undo_history.js";

/**
 * A picture to be judged instead of a drawing: red, green, blue, alpha, 0–255.
 *
 * @typedef {{height: number, width: number, data: Uint8ClampedArray<ArrayBuffer>}} Picture
 */

/**
 * What lies on the pad: strokes, or a picture or test image that covers them.
 *
 * @typedef {Pick<DrawState, "strokes" | "picture" | "example">} Sheet
 */

/** @typedef {GradientExplanation & {aim: string}} AimedGradient with whose gradient it is */

/** @typedef {Outcome & {supposition: Supposition}} SupposedOutcome with what was supposed */

/**
 * Test images to choose from.
 *
 * @typedef {object} Examples
 * @property {Uint8Array} images (number, height, width, channels) as the net's input
 * @property {number[]} labels
 * @property {boolean} [isOne] whether it is one image that another part of the page has chosen
 */

/**
 * A character of a picture: where it is, and what the net says.
 *
 * @typedef {{box: Box, best: number, probability: number, isSure: boolean, isSteady: boolean}} Character
 */

/**
 * What the net said about one drawing.
 *
 * @typedef {object} Judged
 * @property {Uint8Array} received (height, width, channels), 0–255: what entered the net
 * @property {Placed | null} placed null where nothing was placed, as for a test image
 * @property {Character[]} characters of the picture, in reading order; empty for a drawing
 * @property {Snapshot} snapshot
 * @property {number[]} ranking class indices, the likeliest first
 * @property {Familiarity | null} familiarity null where the model cannot tell
 */

/**
 * The part that is in the URL.
 *
 * @typedef {object} LinkedState
 * @property {string} drawing the strokes as text, as of the last time the pen was lifted
 * @property {number} example index of the test image that is judged instead, −1 for none
 * @property {number} brush width of the pad's ink in percent of its side
 * @property {boolean} heat whether the heat map is shown
 * @property {boolean} filters whether filters are shown instead of feature maps
 * @property {string} layer name of the layer that is opened, empty for none
 * @property {number[]} neuron position in that layer
 * @property {number} term that the stepping has reached, −1 before it begins
 * @property {string} pass what the opened neuron shows: `forward` its value, `backward` its gradient
 * @property {string} aim whose gradient: empty for the score of the verdict, else a class as in
 *   `score 3` or `loss 3`
 * @property {string} closer what of the opened neuron is looked at more closely, empty for nothing
 * @property {number} rival class that the verdict is compared with, −1 for the second guess
 * @property {boolean} plain whether signs are shown by brightness alone, without colour
 * @property {number[]} unfolded first layers of the groups of a long net that are opened
 * @property {boolean} projector whether the screen is shown to a room
 * @property {number} slide what the room sees: 0 the whole net, else that many layers have been
 *   reached
 * @property {string} language chosen code, empty for the reader's own
 */

/** @type {LinkedState} */
export const LINKED = {
  drawing: "",
  example: -1,
  brush: 6,
  heat: false,
  filters: false,
  layer: "",
  neuron: [],
  term: -1,
  pass: "forward",
  aim: "",
  closer: "",
  rival: -1,
  plain: false,
  unfolded: [],
  projector: false,
  slide: 0,
  language: "",
};

/** @typedef {{ink: string, accent: string, fill: string, soft: string, line: string}} Colors */

/**
 * @typedef {object} LiveState
 * @property {Model} model
 * @property {string} name of the model, for people
 * @property {Examples | null} examples
 * @property {readonly Stroke[]} strokes
 * @property {boolean} isPenDown
 * @property {UndoHistory<Sheet>} history
 * @property {Picture | null} picture
 * @property {number} character index of the picture's character that is judged
 * @property {Judged | null} judged null for a blank pad
 * @property {boolean} isJudging whether a newer judgement is on its way
 * @property {Explanation | null} explanation of the chosen neuron
 * @property {AimedGradient | null} gradient of the chosen neuron, where it is looked at backwards
 * @property {Look | null} pointedAt what lies under the pointer; see `lookOf`
 * @property {Look | null} focusedAt what the keyboard has reached
 * @property {boolean} isLookEnded whether the reader has looked away since
 * @property {Supposition | null} supposition the input that the net is asked about besides
 * @property {SupposedOutcome | null} outcome the newest answer to a supposition
 * @property {number} asked how often one of the first questions was chosen: its answer is shown
 * @property {ErrorParts | null} error
 * @property {Theme} theme
 * @property {Colors} colors that the style sheet gives to what is painted
 */

/** @typedef {LinkedState & LiveState} DrawState */
/** @typedef {Store<DrawState>} DrawStore */

/**
 * Returns the state of a screen on which nothing has been done yet.
 *
 * @param {Model} model
 * @param {{name?: string, language?: string, examples?: Examples | null}} [options]
 * @returns {DrawState}
 */
export function initialState(model, { name = "", language = "", examples = null } = {}) {
  return {
    ...LINKED,
    language,
    model,
    name,
    examples,
    strokes: [],
    isPenDown: false,
    history: NO_HISTORY,
    picture: null,
    character: 0,
    judged: null,
    isJudging: false,
    explanation: null,
    gradient: null,
    pointedAt: null,
    focusedAt: null,
    isLookEnded: false,
    supposition: null,
    outcome: null,
    asked: 0,
    error: null,
    theme: "light",
    colors: { ink: "", accent: "", fill: "", soft: "", line: "" },
  };
}

/**
 * Tells whether the net is for photographs: it has no rule for placing ink, so drawing is not what
 * it was trained for.
 *
 * @param {Model} model
 * @returns {boolean}
 */
export function isForPhotographs({ placement, architecture }) {
  return placement === "none" || architecture.input.shape[2] > 1;
}

/**
 * Returns the test image that lies on the pad, or null.
 *
 * @param {Readonly<DrawState>} state
 * @returns {Uint8Array | null} (height, width, channels), 0–255
 */
export function shownExample({ examples, example }) {
  if (!examples || example < 0 || example >= examples.labels.length) return null;
  const size = examples.images.length / examples.labels.length;
  return examples.images.slice(example * size, (example + 1) * size);
}

/**
 * Tells whether a picture or a test image lies on the drawing.
 *
 * @param {Readonly<DrawState>} state
 * @returns {boolean}
 */
export function isCovered(state) {
  return state.picture !== null || shownExample(state) !== null;
}

/**
 * Returns how a class is called.
 *
 * @param {Model} model
 * @param {number} index
 * @returns {string}
 */
export function className({ classNames }, index) {
  return classNames[index] ?? String(index);
}
