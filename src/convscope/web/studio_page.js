/** The entry of the page that `convscope studio` serves. */

import { isTooOld } from "./core/browser.js";
import { learnJapaneseErrors } from "./core/error_translation.js";
import { fetchJson } from "./core/requests.js";
import { openPage, showProblem } from "./open_page.js";
import { NO_MODEL } from "./screens/page.js";
import { screensFor } from "./screens/studio_registry.js";
import { createAnnouncer } from "./studio/announcer.js";
import { STUDIO_ERRORS_JA } from "./studio/errors_ja.js";
import { ROOM_ERRORS_JA } from "./studio/errors_room_ja.js";
import { createServerNote } from "./studio/server_note.js";

/** Where the server describes the page. */
const SETTINGS = "/studio.json";

/** Asks what the page shows, then shows it. */
async function open() {
  learnJapaneseErrors({ ...STUDIO_ERRORS_JA, ...ROOM_ERRORS_JA });
  const settings = await fetchJson(SETTINGS + location.search);
  const page = openPage(settings, NO_MODEL, screensFor(settings));
  createServerNote(page);
  if (settings.room?.role === "pupil") createAnnouncer(page, settings.room.is_locked);
}

if (!isTooOld()) open().catch(showProblem);
