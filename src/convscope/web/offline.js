/** The entry of a page that is a single file: model, settings and worker lie in the page itself. */

import { bytesFromBase64 } from "./core/base64.js";
import { isTooOld } from "./core/browser.js";
import { startWorkerFromText } from "./net/client.js";
import { openPage, showProblem } from "./open_page.js";

const { model, worker, settings } = JSON.parse(
  document.getElementById("convscope-page")?.textContent ?? "{}",
);

/** Shows what lies in the page. */
function open() {
  openPage(settings, {
    readModel: () => Promise.resolve(bytesFromBase64(model).buffer),
    startNetWorker: () => startWorkerFromText(worker),
  });
}

try {
  if (!isTooOld()) open();
} catch (thrown) {
  showProblem(thrown);
}
