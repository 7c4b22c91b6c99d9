/** The screens of the studio, in the order of its header. */

/** @import { Screen } from "./page.js" */
import { collectScreen } from "./collect_screen.js";
import { dataScreen } from "./data_screen.js";
import { inspectScreen } from "./inspect_screen.js";
import { resultsScreen } from "./results_screen.js";
import { trainScreen } from "./train_screen.js";

/** @type {readonly Screen[]} */
export const STUDIO_SCREENS = [
  resultsScreen,
  inspectScreen,
  trainScreen,
  dataScreen,
  collectScreen,
];
