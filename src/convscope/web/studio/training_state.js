/** What the screen of trainings shows, in its address. */

/** @import { Store } from "../core/state.js" */
/** @import { LayerData } from "./blocks_state.js" */

/**
 * @typedef {object} TrainState
 * @property {string} source name or path of the data
 * @property {string} net name of a net; `auto` for the recipe's own, `own` for `layers`
 * @property {LayerData[]} layers of a net that was put together
 * @property {Record<string, unknown>} input of that net, as JSON; its shape follows the data
 * @property {string} recipe
 * @property {Record<string, string | number>} settings that differ from the recipe's
 * @property {string} begin run whose data, net and settings are taken over once, or empty
 * @property {string} watch run that is watched, or empty
 */

/** @typedef {Store<TrainState>} TrainStore */

/** @type {TrainState} */
export const TRAIN = {
  source: "digits",
  net: "auto",
  layers: [],
  input: {},
  recipe: "fast",
  settings: {},
  begin: "",
  watch: "",
};
