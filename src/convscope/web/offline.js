/** The entry of a page that is a single file: model, settings and workers lie in the page itself. */

import { inflate } from "./core/inflate.js";
import { startWorkerFromText } from "./net/client.js";
import { openPage, showProblem } from "./open_page.js";
import { readPackedSettings } from "./packed_settings.js";
import { SCREENS } from "./screens/registry.js";

/** Shows what lies in the page. */
async function open() {
  const { model, workers } = JSON.parse(
    document.getElementById("convscope-page")?.textContent ?? "{}",
  );
  const textOf = async (/** @type {string} */ name) =>
    new TextDecoder().decode(await inflate(workers[name]));
  const [net, learning] = [await textOf("net"), await textOf("learning")];
  openPage(await readPackedSettings(), {
    readModel: async () => (await inflate(model)).buffer,
    startNetWorker: () => startWorkerFromText(net),
    startLearningWorker: () => startWorkerFromText(learning),
  }, SCREENS);
}

open().catch(showProblem);
