/** What a page that is a single file is told: JSON that lies packed in the page itself. */

import { inflate } from "./core/inflate.js";

/** @returns {Promise<any>} */
export async function readPackedSettings() {
  const data = document.getElementById("convscope-page")?.textContent ?? "{}";
  return JSON.parse(new TextDecoder().decode(await inflate(JSON.parse(data).settings)));
}
