/** What the screen of results shows, in its address. */

/** @import { Store } from "../core/state.js" */

/**
 * @typedef {object} ResultsState
 * @property {string} run name of the run that is open, or empty
 * @property {string[]} beside names of the runs that are compared, the first with the last
 * @property {string[]} cell right class and verdict of the cell that is looked into, or empty
 * @property {string} order of the images
 * @property {string} sort column of the table, with `-` in front for the largest first
 * @property {string} only what the rows of the table have to hold
 */

/** @typedef {Store<ResultsState>} ResultsStore */

/** @type {ResultsState} */
export const RESULTS = { run: "", beside: [], cell: [], order: "worst", sort: "", only: "" };
