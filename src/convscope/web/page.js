/** The entry of the page that `convscope draw` serves. */

import { errorFromParts } from "./core/errors.js";
import { openScreen, showProblem } from "./open_screen.js";

/** Where the server describes the page. */
const SETTINGS = "/page.json";

/**
 * @param {string} url
 * @returns {Promise<Response>}
 */
async function request(url) {
  const response = await fetch(url);
  if (response.ok) return response;
  throw errorFromParts(await response.json());
}

/** Fetches what the page shows, then shows it. */
async function open() {
  const settings = await (await request(SETTINGS)).json();
  const file = await (await request(settings.model)).arrayBuffer();
  await openScreen(file, settings);
}

open().catch(showProblem);
