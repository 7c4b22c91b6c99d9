/** The entry of the notebook widget: the drawing screen in a cell, in step with Python. */

/** @import { Client } from "./net/client.js" */
/** @import { Model } from "./net/model.js" */
/** @import { DrawState, DrawStore } from "./panels/draw_state.js" */
/** @import { Told } from "./panels/told.js" */
import { bytesFromBase64 } from "./core/base64.js";
import { element } from "./core/dom.js";
import { errorParts } from "./core/errors.js";
import { strokesFromJson } from "./core/placement.js";
import { createStore } from "./core/state.js";
import { strokesToText } from "./core/stroke_text.js";
import { NO_HISTORY } from "./core/undo_history.js";
import { languageFor } from "./core/texts.js";
import { createClient, startWorkerFromText } from "./net/client.js";
import { initialState } from "./panels/draw_state.js";
import { mountDrawingScreen } from "./panels/drawing_screen.js";
import { failure } from "./panels/failure.js";
import { tellOf } from "./panels/told.js";
import { createHead } from "./panels/head.js";
import { modelFacts } from "./panels/model_facts.js";
import { languageOf, textsOf } from "./panels/reader.js";

/**
 * What Python and the cell share; the values are texts.
 *
 * @typedef {object} Shared
 * @property {(name: string) => string} get
 * @property {(name: string, value: string) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

/**
 * Tells Python what is drawn and what the net says.
 *
 * @param {Shared} shared
 * @param {Told} told
 */
function tellPython(shared, told) {
  shared.set("_strokes", told.strokes);
  shared.set("_verdict", told.verdict);
  shared.set("class_name", told.class_name);
  shared.save_changes();
}

/**
 * Follows the theme of the notebook where it settles one of its own.
 *
 * @param {HTMLElement} root
 */
function followNotebook(root) {
  const { jpThemeLight, vscodeThemeKind } = document.body.dataset;
  if (jpThemeLight) root.style.colorScheme = jpThemeLight === "true" ? "light" : "dark";
  if (vscodeThemeKind) {
    root.style.colorScheme = vscodeThemeKind.includes("light") ? "light" : "dark";
  }
}

/**
 * Keeps what is typed in the cell from the notebook around it, whose commands are single letters:
 * two `d` would delete the cell.
 *
 * @param {HTMLElement} el which the notebook sees
 * @param {HTMLElement} root inside of it
 */
function keepKeys(el, root) {
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab listens before any element can.
  for (const type of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(type, (event) => event.stopPropagation());
  }
}

/**
 * Returns what stays on the screen when Python shows another model: the reader's choices, and the
 * opened neuron where the new net has it too.
 *
 * @param {DrawState} state
 * @param {Model} model the new one
 * @returns {Partial<DrawState>}
 */
function keptState(state, model) {
  const { strokes, history, drawing, picture, brush, heat, filters, language } = state;
  const { layer, neuron, term, pass, aim, plain, projector } = state;
  const shapeOf = (/** @type {Model} */ { architecture }) =>
    architecture.steps.find((step) => step.layer.name === layer)?.outputShape.join();
  const opened = shapeOf(state.model) === shapeOf(model) ? { layer, neuron, term, pass, aim } : {};
  return {
    strokes,
    history,
    drawing,
    picture,
    brush,
    heat,
    filters,
    plain,
    projector,
    language,
    ...opened,
  };
}

/**
 * Resolves when no stroke is being drawn.
 *
 * @param {DrawStore} state
 * @returns {Promise<void>}
 */
function penUp(state) {
  if (!state.get().isPenDown) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = state.subscribe(({ isPenDown }) => {
      if (isPenDown) return;
      stop();
      resolve();
    });
  });
}

/**
 * An opened screen.
 *
 * @typedef {{state: DrawStore, close: () => void}} Screen
 */

/**
 * Opens the screen for the model that Python holds now, in the place of the one before.
 *
 * @param {HTMLElement} root
 * @param {Shared} shared
 * @param {Screen | null} before
 * @returns {Promise<Screen>}
 */
async function open(root, shared, before) {
  const client = createClient(() => startWorkerFromText(shared.get("_worker")));
  const model = await client.load(bytesFromBase64(shared.get("_model")).buffer).catch((thrown) => {
    client.close();
    throw thrown;
  });
  const strokes = strokesFromJson(shared.get("_strokes"));
  const options = { name: shared.get("name"), language: shared.get("language") };
  /** @type {DrawState} */
  const initial = { ...initialState(model, options), strokes, drawing: strokesToText(strokes) };
  if (before) await penUp(before.state);
  const state = createStore({ ...initial, ...before && keptState(before.state.get(), model) });
  before?.close();
  const read = () => {
    const text = shared.get("_strokes");
    if (text === JSON.stringify(state.get().strokes)) return;
    state.set({ strokes: strokesFromJson(text), history: NO_HISTORY, picture: null, example: -1 });
  };
  const rename = () => state.set({ name: shared.get("name") });
  const translate = () => state.set({ language: shared.get("language") });
  const unmount = mountWithHead(root, state, client);
  const stop = tellOf(state, (told) => tellPython(shared, told));
  shared.on("change:_strokes", read);
  shared.on("change:name", rename);
  shared.on("change:language", translate);
  return {
    state,
    close() {
      shared.off("change:_strokes", read);
      shared.off("change:name", rename);
      shared.off("change:language", translate);
      stop();
      unmount();
      client.close();
    },
  };
}

/**
 * Mounts the header and the screen below it.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @param {Client} client
 * @returns {() => void} its clean-up
 */
function mountWithHead(root, state, client) {
  const head = element("div");
  const place = element("div");
  root.classList.add("convscope");
  root.replaceChildren(head, place);
  function show() {
    const language = languageOf(state.get());
    root.lang = language;
    const choose = (/** @type {string} */ chosen) => {
      state.set({ language: chosen });
      head.querySelector("select")?.focus();
    };
    const made = createHead(textsOf(state.get()), language, choose);
    made.about.textContent = modelFacts(state.get());
    head.replaceChildren(made.root);
  }
  show();
  const stop = state.subscribe((_, changed) => {
    if (changed.has("language") || changed.has("name")) show();
  });
  const unmount = mountDrawingScreen(place, state, client);
  return () => {
    stop();
    unmount();
  };
}

/**
 * Shows the widget in a cell; its style sheet stays inside.
 *
 * @param {{model: Shared, el: HTMLElement}} cell
 * @returns {() => void} its clean-up
 */
function render({ model: shared, el }) {
  const root = element("div");
  keepKeys(el, root);
  const style = new CSSStyleSheet();
  style.replaceSync(shared.get("_styles"));
  const shadow = el.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [style];
  shadow.append(root);
  followNotebook(root);
  /** @param {Screen | null} before */
  const openNext = (before) =>
    open(root, shared, before).catch((thrown) => {
      // The next model may be readable again, and what is on the screen stays until then.
      if (before) before.state.set({ error: errorParts(thrown) });
      else {
        root.classList.add("convscope");
        root.replaceChildren(
          failure(thrown, languageFor(shared.get("language"), navigator.languages)),
        );
      }
      return before;
    });
  let opening = openNext(null);
  const reopen = () => {
    opening = opening.then(openNext);
  };
  shared.on("change:_model", reopen);
  return () => {
    shared.off("change:_model", reopen);
    opening.then((screen) => screen?.close());
  };
}

export default { render };
