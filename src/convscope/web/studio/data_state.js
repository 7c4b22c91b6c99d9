/** What the screen of data shows, in its address. */

/** @import { Store } from "../core/state.js" */
import { LIKELY } from "./suspects_state.js";

/**
 * @typedef {object} DataState
 * @property {string} source name or path of the data set, or empty
 * @property {string} split
 * @property {string} class whose images are shown, or empty for all
 * @property {string} view one of `VIEWS`
 * @property {number} least chance from which on a label counts as likely wrong, percent
 * @property {number} height rows of what the net gets; 0 for those of the set
 * @property {number} width columns, likewise
 * @property {string} fit how pictures are brought to it; empty for the set's own way
 * @property {string} like run that can be trained again on labels that were put right, or empty
 */

/** @typedef {Store<DataState>} DataStore */

/** @type {DataState} */
export const DATA = {
  source: "",
  split: "train",
  class: "",
  view: "images",
  least: LIKELY,
  height: 0,
  width: 0,
  fit: "",
  like: "",
};

export const VIEWS = /** @type {const} */ (["images", "fitted", "map", "suspects", "check"]);
