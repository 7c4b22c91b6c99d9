/** The screens of the studio, in the order of its header. */

/** @import { PageSettings, Screen } from "./page.js" */
import { collectScreen } from "./collect_screen.js";
import { dataScreen } from "./data_screen.js";
import { inspectScreen } from "./inspect_screen.js";
import { lookedAtScreen } from "./looked_at_screen.js";
import { meScreen } from "./me_screen.js";
import { resultsScreen } from "./results_screen.js";
import { roomScreen } from "./room_screen.js";
import { trainScreen } from "./train_screen.js";

/** @type {readonly Screen[]} */
export const STUDIO_SCREENS = [
  resultsScreen,
  inspectScreen,
  trainScreen,
  dataScreen,
  collectScreen,
];

/**
 * Returns the screens for whoever opens the page: the teacher of a class has the room besides, a
 * pupil a page on what is theirs, and a teacher who looks at a pupil's things only what changes
 * nothing.
 *
 * @param {PageSettings} settings
 * @returns {readonly Screen[]}
 */
export function screensFor({ room, looking_at: pupil }) {
  if (pupil) return [lookedAtScreen, inspectScreen];
  if (!room) return STUDIO_SCREENS;
  return [...STUDIO_SCREENS, room.role === "teacher" ? roomScreen : meScreen];
}
