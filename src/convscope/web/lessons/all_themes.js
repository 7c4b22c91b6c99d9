/** All themes of the course, in its order: what they show, once and for all. */

/** @import { Theme } from "./theme.js" */
import { DESCENT } from "./themes/descent.js";
import { NEURONS } from "./themes/neurons.js";
import { FILTERS } from "./themes/filters.js";
import { LAYERS } from "./themes/layers.js";
import { LEARNING } from "./themes/learning.js";
import { JUDGING } from "./themes/judging.js";
import { DIGITS } from "./themes/digits.js";
import { PHOTOGRAPHS } from "./themes/photographs.js";
import { provide } from "./theme.js";

/** @type {readonly Theme[]} */
const THEMES = [DESCENT, NEURONS, FILTERS, LAYERS, LEARNING, JUDGING, DIGITS, PHOTOGRAPHS];

export const FIGURES = THEMES.flatMap(({ figures }) => figures);

export const PUZZLES = THEMES.flatMap(({ puzzles }) => puzzles);

/** Makes all of them known, where a page has them from its beginning. */
export function provideAll() {
  THEMES.forEach(provide);
}
