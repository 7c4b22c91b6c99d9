/** The entry of the page that `convscope draw` serves. */

import { fetchBytes, fetchJson } from "./core/requests.js";
import { openScreen, showProblem } from "./open_screen.js";

/** Where the server describes the page. */
const SETTINGS = "/page.json";

/** Fetches what the page shows, then shows it. */
async function open() {
  const settings = await fetchJson(SETTINGS);
  await openScreen(await fetchBytes(settings.model), settings);
}

open().catch(showProblem);
