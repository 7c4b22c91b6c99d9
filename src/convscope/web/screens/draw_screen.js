/** The screen on which the page's model judges what is drawn. */

/** @import { DrawStore, Examples } from "../panels/draw_state.js" */
/** @import { Page, PageSettings, Screen } from "./page.js" */
import { bytesFromBase64 } from "../core/base64.js";
import { createStore } from "../core/state.js";
import { textsIn } from "../core/texts.js";
import { createClient } from "../net/client.js";
import { initialState, LINKED } from "../panels/draw_state.js";
import { mountDrawingScreen } from "../panels/drawing_screen.js";
import { modelFacts } from "../panels/model_facts.js";
import { tellPageAround } from "../panels/told.js";
import { connectPictureMemory } from "../panels/pad/picture_memory.js";

/** @type {Screen} */
export const drawScreen = {
  name: "draw",
  title: (language) => textsIn(language)("draw.name"),
  open,
};

/** What was drawn stays when the screen is left. @type {WeakMap<Page, DrawStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
async function open(place, page) {
  const client = createClient(page.parts.startNetWorker);
  try {
    return await show(place, page, client);
  } catch (thrown) {
    client.close();
    throw thrown;
  }
}

/**
 * @param {HTMLElement} place
 * @param {Page} page
 * @param {import("../net/client.js").Client} client
 * @returns {Promise<() => void>}
 */
async function show(place, page, client) {
  const { settings, store, address, parts } = page;
  const model = await client.load(await parts.readModel());
  const before = kept.get(page);
  const state = before ??
    createStore(
      initialState(model, { name: settings.name, examples: readExamples(settings.examples) }),
    );
  kept.set(page, state);
  const { language: _, ...defaults } = LINKED; // The language is the page's.
  const disconnect = address.connect(state, {
    defaults,
    isOpen: ({ layer }) => layer !== "",
    opened: ["layer", "neuron", "term", "pass", "aim", "closer", "rival"],
  });
  if (!before) await connectPictureMemory(state, address.link);
  const follow = () => {
    const { language } = store.get();
    state.set({ language });
    store.set({ about: modelFacts(state.get()) });
  };
  follow();
  const unmount = mountDrawingScreen(place, state, client);
  const hush = settings.told ? tellPageAround(state, settings.told) : () => {};
  const stop = store.subscribe((_, changed) => {
    if (changed.has("language")) follow();
  });
  return () => {
    stop();
    hush();
    unmount();
    disconnect();
    client.close();
  };
}

/** @param {PageSettings["examples"]} examples @returns {Examples | null} */
function readExamples(examples) {
  return examples && { images: bytesFromBase64(examples.images), labels: examples.labels };
}
