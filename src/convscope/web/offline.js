/** The entry of a page that is a single file: model, settings and worker lie in the page itself. */

import { bytesFromBase64 } from "./core/base64.js";
import { startWorkerFromText } from "./net/client.js";
import { openScreen, showProblem } from "./open_screen.js";

const { model, worker, settings } = JSON.parse(
  document.getElementById("convscope-page")?.textContent ?? "{}",
);
const start = () => startWorkerFromText(worker);
openScreen(bytesFromBase64(model).buffer, settings, start).catch(showProblem);
