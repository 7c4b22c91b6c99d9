/** The entry of the drawing page that a server sends. */

import { isTooOld } from "./core/browser.js";
import { fetchBytes, fetchJson } from "./core/requests.js";
import { openPage, showProblem } from "./open_page.js";
import { SCREENS } from "./screens/registry.js";
import { tellRoom } from "./core/room_channel.js";

/** Where the server describes the page; what stands behind `?` says which run is drawn at. */
const SETTINGS = "/page.json";

/** Asks what the page shows, then shows it. */
async function open() {
  const settings = await fetchJson(SETTINGS + location.search);
  /** @type {ArrayBuffer | null} */
  let file = null;
  const readModel = async () => file ??= await fetchBytes(settings.model);
  openPage(settings, { readModel }, SCREENS);
  tellRoom(settings, "draw");
}

if (!isTooOld()) open().catch(showProblem);
