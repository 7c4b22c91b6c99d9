/** Drawing at the net that is being trained: the panels of the drawing screen, on its weights. */

/** @import { NetClient } from "../net/client.js" */
/** @import { Model } from "../net/model.js" */
/** @import { DrawState, DrawStore } from "../panels/draw_state.js" */
/** @import { TrainingStore } from "./training_state.js" */
import { errorParts } from "../core/errors.js";
import { createStore } from "../core/state.js";
import { initialState, isCovered } from "../panels/draw_state.js";
import { mount as mountPad } from "../panels/pad/drawing_pad.js";
import { connectNet } from "../panels/judging.js";
import { mount as mountLayers } from "../panels/net_view/layers_panel.js";
import { mount as mountNeuron } from "../panels/neuron/neuron_panel.js";
import { inputOfStrokes } from "../panels/net_input.js";
import { clearPad } from "../panels/pad/pad_changes.js";
import { connectSuppositions } from "../panels/neuron/closer/supposing.js";
import { mount as mountPicture } from "../panels/pad/picture_panel.js";
import { followTheme } from "../panels/theme.js";
import { mount as mountVerdict } from "../panels/verdict/verdict_panel.js";

/** Panels by the class of their place. */
const PANELS = {
  "pad-panel": mountPad,
  "picture-panel": mountPicture,
  "verdict-panel": mountVerdict,
  "layers-panel": mountLayers,
  "neuron-panel": mountNeuron,
};

/**
 * @typedef {object} Trial
 * @property {() => Uint8Array | null} take what the net receives of what lies on the pad
 * @property {() => void} clear
 * @property {() => void} stop
 */

/**
 * Judges what is drawn with the net as it is now, whenever there is a newer one.
 *
 * @param {HTMLElement} root with a place for each panel
 * @param {TrainingStore} training
 * @param {NetClient} net
 * @returns {Trial}
 */
export function connectTrial(root, training, net) {
  /** @type {DrawStore | null} */
  let state = null;
  let newest = 0;
  let unmount = () => {};
  let disconnect = () => {};

  async function show() {
    const { file } = training.get();
    if (!file) return;
    const mine = ++newest;
    try {
      const model = await net.load(file);
      if (mine !== newest) return;
      if (state && isSameNet(state.get().model, model)) renew(state, model);
      else open(model);
    } catch (thrown) {
      training.set({ error: errorParts(thrown) });
    }
  }

  /** @param {Model} model of another kind than the one before, or the first */
  function open(model) {
    const before = state?.get();
    disconnect();
    const opened = createStore({
      ...initialState(model, { language: training.get().language }),
      ...before && kept(before),
    });
    state = opened;
    mountPanels(opened);
    const stops = [
      followTheme(root, opened),
      connectNet(opened, net),
      connectSuppositions(opened, net),
      opened.subscribe(({ error, plain, theme, colors }, changed) => {
        if (changed.has("error") && error) training.set({ error });
        training.set({ plain, theme, colors, isBlank: isBlank(opened.get()) });
      }),
    ];
    const { plain, theme, colors } = opened.get();
    training.set({ plain, theme, colors, isBlank: isBlank(opened.get()) });
    disconnect = () => stops.forEach((stop) => stop());
  }

  /** @param {DrawStore} opened */
  function mountPanels(opened) {
    unmount();
    const cleanUps = Object.entries(PANELS).map(([name, mount]) => {
      const place = /** @type {HTMLElement} */ (root.querySelector(`.${name}`));
      place.replaceChildren();
      return mount(place, opened);
    });
    unmount = () => cleanUps.forEach((cleanUp) => cleanUp());
  }

  const stop = training.subscribe(({ language }, changed) => {
    if (changed.has("file")) show();
    if (changed.has("language") && state) {
      state.set({ language });
      mountPanels(state);
    }
  });
  show();
  return {
    take() {
      if (!state) return null;
      const { strokes, model, judged } = state.get();
      if (isCovered(state.get())) return judged?.received ?? null;
      return inputOfStrokes(strokes, model)?.received ?? null;
    },
    clear: () => state && clearPad(state),
    stop() {
      newest++;
      stop();
      disconnect();
      unmount();
    },
  };
}

/** @param {Readonly<DrawState>} state @returns {boolean} */
function isBlank(state) {
  return state.strokes.length === 0 && !isCovered(state);
}

/** @param {DrawState} state @returns {Partial<DrawState>} what another net leaves as it is */
function kept({ strokes, history, picture, brush, heat, filters, plain }) {
  return { strokes, history, picture, brush, heat, filters, plain };
}

/** Judges what lies on the pad with newer weights. @param {DrawStore} state @param {Model} model */
function renew(state, model) {
  const { strokes, picture } = state.get();
  state.set({ model, strokes: [...strokes], picture: picture && { ...picture } });
}

/** @param {Model} a @param {Model} b @returns {boolean} whether they differ in weights alone */
function isSameNet(a, b) {
  const text = (/** @type {Model} */ { architecture: { input, layers }, classNames }) =>
    JSON.stringify([input, layers, classNames]);
  return text(a) === text(b);
}
