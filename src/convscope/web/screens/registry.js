/** The screens of a page, in the order of its header; the first is shown where no link says. */

/** @import { Screen } from "./page.js" */
import { drawScreen } from "./draw_screen.js";
import { trainingScreen } from "./training_screen.js";

/** @type {readonly Screen[]} */
export const SCREENS = [drawScreen, trainingScreen];
