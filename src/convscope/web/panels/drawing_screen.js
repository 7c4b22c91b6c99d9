/** The drawing screen: all of its panels, in the reader's language. */

/** @import { Client } from "../net/client.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { element, listen } from "../core/dom.js";
import { LANGUAGES } from "../core/texts.js";
import { connectDrawingLink } from "./drawing_link.js";
import { mount as mountPad } from "./drawing_pad.js";
import { mount as mountError } from "./error_panel.js";
import { mount as mountImages } from "./images_panel.js";
import { connectNet } from "./judging.js";
import { mount as mountLayers } from "./layers_panel.js";
import { mount as mountNeuron } from "./neuron_panel.js";
import { mount as mountPicture } from "./picture_panel.js";
import { mount as mountQuestions } from "./questions_panel.js";
import { languageOf, percentText, textsOf } from "./reader.js";
import { connectSuppositions } from "./supposing.js";
import { followTheme } from "./theme.js";
import { mount as mountVerdict } from "./verdict_panel.js";

/** Panels by the class of their place, in the columns of a wide screen. */
const COLUMNS = [
  { "pad-panel": mountPad, "picture-panel": mountPicture },
  { "verdict-panel": mountVerdict, "images-panel": mountImages, "questions-panel": mountQuestions },
  { "layers-panel": mountLayers },
  { "neuron-panel": mountNeuron },
];

/**
 * Mounts the screen; it speaks to the net until it is cleaned up.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @param {Client} client whose current model is the state's
 * @returns {() => void} its clean-up
 */
export function mountDrawingScreen(root, state, client) {
  root.classList.add("convscope");
  let unmount = mountPanels(root, state);
  const stops = [
    followTheme(root, state),
    connectDrawingLink(state),
    connectNet(state, client),
    connectSuppositions(state, client),
    state.subscribe((_, changed) => {
      if (!changed.has("language")) return;
      unmount();
      unmount = mountPanels(root, state);
      root.querySelector("select")?.focus();
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    unmount();
  };
}

/** @param {HTMLElement} root @param {DrawStore} state @returns {() => void} */
function mountPanels(root, state) {
  root.lang = languageOf(state.get());
  const error = element("div", { class: "error-panel" });
  const screen = element("main", { class: "screen" });
  root.replaceChildren(header(state), error, screen);
  const cleanUps = [mountError(error, state)];
  for (const panels of COLUMNS) {
    const stack = element("div", { class: "stack" });
    screen.append(element("div", { class: "column" }, stack));
    for (const [name, mount] of Object.entries(panels)) {
      const place = stack.appendChild(element("section", { class: `panel ${name}` }));
      cleanUps.push(mount(place, state));
    }
  }
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** @param {DrawStore} state @returns {HTMLElement} */
function header(state) {
  const now = state.get();
  const t = textsOf(now);
  const { model, name } = now;
  const numParameters = model.architecture.steps
    .reduce((sum, step) => sum + step.numParameters, 0);
  const facts = [t("page.about", {
    name,
    layers: model.architecture.steps.length,
    parameters: numParameters.toLocaleString("en"),
  })];
  const accuracy = model.trainedOn.test_accuracy;
  if (typeof accuracy === "number") {
    facts.push(t("page.accuracy", { percent: percentText(accuracy) }));
  }
  const languages = element(
    "select",
    { "aria-label": t("page.language") },
    ...Object.entries(LANGUAGES).map(([code, { name }]) =>
      element("option", { value: code, lang: code, selected: code === languageOf(now) }, name)
    ),
  );
  listen(languages, "change", () => state.set({ language: languages.value }));
  return element(
    "header",
    { class: "head" },
    element("h1", {}, "convscope"),
    element("p", { class: "note" }, facts.join(" · ")),
    languages,
  );
}
