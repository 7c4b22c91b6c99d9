/** The entry of a page that is a single file: model and settings lie in the page itself. */

import { bytesFromBase64 } from "./core/base64.js";
import { startWorkerFromText } from "./net/client.js";
import { answerMessages } from "./net/messages.js";
import { openScreen, showProblem } from "./open_screen.js";

/** Opens the page; its worker runs the same script, so that the net's modules are there once. */
function open() {
  const { model, settings } = JSON.parse(
    document.getElementById("convscope-page")?.textContent ?? "{}",
  );
  // A page from disk may start workers from classic scripts only, and those know no import.meta.
  const script = (document.querySelector("script[type=module]")?.textContent ?? "")
    .replaceAll("import.meta", "({})");
  const start = () => startWorkerFromText(script);
  openScreen(bytesFromBase64(model).buffer, settings, start).catch(showProblem);
}

if (typeof document === "undefined") answerMessages();
else open();
