/** The screens of the page that `convscope lessons` opens; they need no model. */

/** @import { Screen } from "./page.js" */
import { classScreen } from "./class_screen.js";
import { glossaryScreen } from "./glossary_screen.js";
import { lessonsScreen } from "./lessons_screen.js";

/** @type {readonly Screen[]} */
export const LESSON_SCREENS = [lessonsScreen, glossaryScreen, classScreen];
