/** The screen on which a small net is trained, step by step, on what lies in the page. */

/** @import { TrainingStore } from "../training/training_state.js" */
/** @import { Trial } from "../training/trial.js" */
/** @import { Page, Screen } from "./page.js" */
import { element } from "../core/dom.js";
import { createStore } from "../core/state.js";
import { textsIn } from "../core/texts.js";
import { createClient } from "../net/client.js";
import { textsOf } from "../panels/reader.js";
import { createController } from "../training/controller.js";
import { mount as mountCurves } from "../training/curve_panel.js";
import { mount as mountExamples } from "../training/examples_panel.js";
import { mount as mountRun } from "../training/run_panel.js";
import { mount as mountSettings } from "../training/settings_panel.js";
import { initialTraining, RECIPE, sensible } from "../training/training_state.js";
import { connectTrial } from "../training/trial.js";
import { mount as mountWeights } from "../training/weights_panel.js";

/** @type {Screen} */
export const trainingScreen = {
  name: "train",
  title: (language) => textsIn(language)("train.name"),
  open,
};

/** The net of this screen beside others of the page. */
const NET = "trained";

/** What was drawn and chosen stays when the screen is left. @type {WeakMap<Page, TrainingStore>} */
const kept = new WeakMap();

/** @type {Screen["open"]} */
function open(place, page) {
  const before = kept.get(page)?.get();
  const { language } = page.store.get();
  const state = createStore({
    ...initialTraining(),
    ...before && { added: before.added, ownNames: before.ownNames },
    language,
  });
  const disconnect = page.address.connect(state, { defaults: RECIPE });
  state.set(sensible(state.get()));
  kept.set(page, state);
  const client = createClient(page.parts.startNetWorker);
  const controller = createController(state, page.parts.startLearningWorker);

  /** @type {Trial | null} */
  let trial = null;
  const adding = section("adding-panel");
  const examples = section("examples-of-classes");
  const drawing = element(
    "div",
    { class: "trial" },
    element("h2", {}),
    section("pad-panel"),
    section("picture-panel"),
    adding,
    section("verdict-panel"),
  );
  const below = element(
    "div",
    { class: "trained-layers" },
    section("layers-panel"),
    section("neuron-panel"),
  );
  const run = section("run-panel");
  const settings = section("settings-panel");
  const curves = section("curve-panel");
  const weights = section("weights-panel");
  const main = element(
    "main",
    { class: "training-screen" },
    run,
    element("div", { class: "training-choices" }, settings, examples),
    element("div", { class: "training-progress" }, curves, weights),
    drawing,
    below,
  );
  place.append(main);

  function mountPanels() {
    const [heading] = drawing.children;
    heading.textContent = textsOf(state.get())("train.try");
    for (const each of [run, settings, curves, weights, examples, adding]) each.replaceChildren();
    const cleanUps = [
      mountRun(run, state, controller),
      mountSettings(settings, state),
      mountCurves(curves, state),
      mountWeights(weights, state),
      mountExamples(examples, adding, state, () => trial),
    ];
    return () => cleanUps.forEach((cleanUp) => cleanUp());
  }

  let unmount = mountPanels();
  trial = connectTrial(main, state, client.net(NET));
  const stop = page.store.subscribe(({ language }, changed) => {
    if (!changed.has("language")) return;
    state.set({ language });
    unmount();
    unmount = mountPanels();
  });
  return Promise.resolve(() => {
    stop();
    unmount();
    trial?.stop();
    controller.close();
    client.close();
    disconnect();
  });
}

/** @param {string} name @returns {HTMLElement} */
function section(name) {
  return element("section", { class: `panel ${name}` });
}
