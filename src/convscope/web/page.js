/** The entry of the page that `convscope draw` serves. */

import { isTooOld } from "./core/browser.js";
import { fetchBytes, fetchJson } from "./core/requests.js";
import { openPage, showProblem } from "./open_page.js";

/** Where the server describes the page. */
const SETTINGS = "/page.json";

/** Asks what the page shows, then shows it. */
async function open() {
  const settings = await fetchJson(SETTINGS);
  /** @type {ArrayBuffer | null} */
  let file = null;
  openPage(settings, {
    readModel: async () => file ??= await fetchBytes(settings.model),
  });
}

if (!isTooOld()) open().catch(showProblem);
