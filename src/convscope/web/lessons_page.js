/** The entry of the page that `convscope lessons` serves. */

import { isTooOld } from "./core/browser.js";
import { fetchJson } from "./core/requests.js";
import { provideAll } from "./lessons/all_themes.js";
import { openPage, showProblem } from "./open_page.js";
import { LESSON_SCREENS } from "./screens/lesson_registry.js";
import { NO_MODEL } from "./screens/page.js";
import { tellRoom } from "./core/room_channel.js";

/** Where the server has the lessons. */
const SETTINGS = "/lessons.json";

/** Asks for the lessons, then shows them. */
async function open() {
  provideAll();
  const settings = await fetchJson(SETTINGS);
  openPage(settings, NO_MODEL, LESSON_SCREENS);
  tellRoom(settings, "lessons");
}

if (!isTooOld()) open().catch(showProblem);
