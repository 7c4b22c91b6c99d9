/** Opens the drawing screen in a whole page, which keeps its state in its URL. */

/** @import { Examples } from "./panels/draw_state.js" */
import { connectToAddress } from "./core/address.js";
import { bytesFromBase64 } from "./core/base64.js";
import { element } from "./core/dom.js";
import { createStore, fromHash } from "./core/state.js";
import { languageFor } from "./core/texts.js";
import { createClient } from "./net/client.js";
import { initialState, LINKED } from "./panels/draw_state.js";
import { mountDrawingScreen } from "./panels/drawing_screen.js";
import { failure } from "./panels/failure.js";
import { connectPictureMemory } from "./panels/picture_memory.js";
import { languageOf, textsOf } from "./panels/reader.js";

/**
 * What the page is told besides the model.
 *
 * @typedef {object} PageSettings
 * @property {string} name of the model, for people
 * @property {string} language code, or empty for the reader's own
 * @property {{images: string, labels: number[]} | null} examples images as base64
 */

/**
 * Opens the screen.
 *
 * @param {ArrayBuffer} file the model file
 * @param {PageSettings} settings
 * @param {() => Worker} [startWorker] where the worker does not lie beside the other modules
 */
export async function openScreen(file, { name, language, examples }, startWorker) {
  const client = createClient(startWorker);
  const model = await client.load(file);
  const state = createStore(
    initialState(model, { name, language, examples: readExamples(examples) }),
  );
  const { link } = connectToAddress(state, { ...LINKED, language }, {
    isOpen: ({ layer }) => layer !== "",
    keys: ["layer", "neuron", "term", "pass", "aim", "closer", "rival"],
  });
  await connectPictureMemory(state, link);
  document.getElementById("opening")?.remove();
  const root = document.body.appendChild(element("div"));
  mountDrawingScreen(root, state, client);
  const nameWindow = () => {
    document.title = textsOf(state.get())("page.title");
    document.documentElement.lang = languageOf(state.get());
  };
  state.subscribe((_, changed) => {
    if (changed.has("language")) nameWindow();
  });
  nameWindow();
}

/**
 * Shows why the screen cannot be opened.
 *
 * @param {unknown} thrown
 */
export function showProblem(thrown) {
  const { language: chosen } = fromHash(location.hash, { language: "" });
  const language = languageFor(chosen, navigator.languages);
  document.getElementById("opening")?.remove();
  document.documentElement.lang = language;
  document.body.append(
    element(
      "div",
      { class: "convscope" },
      element("header", { class: "head" }, element("h1", {}, "convscope")),
      failure(thrown, language),
    ),
  );
}

/** @param {PageSettings["examples"]} examples @returns {Examples | null} */
function readExamples(examples) {
  return examples && { images: bytesFromBase64(examples.images), labels: examples.labels };
}
