/** The first script of a page that is a single file: unpacks the page's own and lets it run. */

import { isTooOld } from "./core/browser.js";
import { inflate } from "./core/inflate.js";

/** The page's policy names the script that comes out by its hash: no other one would run. */
async function unpack() {
  const data = document.getElementById("convscope-page")?.textContent ?? "{}";
  const { script, late } = JSON.parse(data);
  const element = document.createElement("script");
  // What comes later takes names from classic scripts only; `import.meta` is known to modules only.
  if (!late) element.type = "module";
  element.textContent = new TextDecoder().decode(await inflate(script));
  document.head.append(element);
}

if (!isTooOld()) unpack();
