/** The entry of the page that `convscope draw` serves. */

import { errorParts } from "./core/errors.js";
import { openScreen } from "./open_screen.js";

/** Where the server describes the page. */
const SETTINGS = "/page.json";

/**
 * @param {string} url
 * @returns {Promise<Response>}
 */
async function request(url) {
  const response = await fetch(url);
  if (response.ok) return response;
  const { error, expected, fix } = await response.json();
  throw new Error(`${error} ${expected} ${fix}`);
}

try {
  const settings = await (await request(SETTINGS)).json();
  const file = await (await request(settings.model)).arrayBuffer();
  await openScreen(file, settings);
} catch (thrown) {
  const { error, expected, fix } = errorParts(thrown);
  document.body.textContent = `${error} ${expected} ${fix}`;
}
