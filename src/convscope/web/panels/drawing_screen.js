/** The drawing screen: all of its panels, in the reader's language. */

/** @import { NetClient } from "../net/client.js" */
/** @import { DrawStore } from "./draw_state.js" */
import { element } from "../core/dom.js";
import { connectDrawingLink } from "./pad/drawing_link.js";
import { mount as mountPad } from "./pad/drawing_pad.js";
import { mount as mountError } from "./error_panel.js";
import { mount as mountImages } from "./verdict/images_panel.js";
import { connectNet } from "./judging.js";
import { mount as mountLayers } from "./net_view/layers_panel.js";
import { mount as mountLens } from "./net_view/lens_panel.js";
import { mount as mountNeuron } from "./neuron/neuron_panel.js";
import { mount as mountPicture } from "./pad/picture_panel.js";
import { connectProjector } from "./net_view/projector.js";
import { mount as mountQuestions } from "./verdict/questions_panel.js";
import { connectSuppositions } from "./neuron/closer/supposing.js";
import { followTheme } from "./theme.js";
import { mount as mountVerdict } from "./verdict/verdict_panel.js";

/** @typedef {Record<string, (root: HTMLElement, state: DrawStore) => () => void>} Column */

/** Panels by the class of their place, in the columns of a wide screen. @type {Column[]} */
const COLUMNS = [
  { "pad-panel": mountPad, "picture-panel": mountPicture },
  {
    "verdict-panel": mountVerdict,
    "images-panel": mountImages,
    "lens-panel": mountLens,
    "questions-panel": mountQuestions,
  },
  { "layers-panel": mountLayers },
  { "neuron-panel": mountNeuron },
];

/** The panels of a net that is looked at beside another one: what it says, of what, and why. @type {Column[]} */
export const LOOKED_AT = [
  { "verdict-panel": mountVerdict, "images-panel": mountImages, "lens-panel": mountLens },
  { "layers-panel": mountLayers },
  { "neuron-panel": mountNeuron },
];

/** The same with the paper that both nets get. @type {Column[]} */
export const LOOKED_AT_WITH_PAD = [
  { "pad-panel": mountPad, "picture-panel": mountPicture },
  ...LOOKED_AT,
];

/**
 * Mounts the screen; it speaks to the net until it is cleaned up.
 *
 * @param {HTMLElement} root somewhere in an element of the class `convscope`
 * @param {DrawStore} state
 * @param {NetClient} client whose current model is the state's
 * @param {{columns?: Column[], tag?: "main" | "section", hasKeys?: boolean}} [options] which panels,
 *   in what element, and whether the keys of presenters are its own
 * @returns {() => void} its clean-up
 */
export function mountDrawingScreen(
  root,
  state,
  client,
  { columns = COLUMNS, tag = "main", hasKeys = true } = {},
) {
  let unmount = mountPanels(root, state, columns, tag);
  const stops = [
    followTheme(root, state),
    connectDrawingLink(state),
    connectNet(state, client),
    ...hasKeys ? [connectProjector(root, state)] : [],
    connectSuppositions(state, client),
    state.subscribe((_, changed) => {
      if (!changed.has("language")) return;
      unmount();
      unmount = mountPanels(root, state, columns, tag);
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    unmount();
  };
}

/**
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @param {Column[]} columns
 * @param {"main" | "section"} tag
 * @returns {() => void}
 */
function mountPanels(root, state, columns, tag) {
  const error = element("div", { class: "error-panel" });
  const screen = element(tag, { class: "screen" });
  root.replaceChildren(error, screen);
  const cleanUps = [mountError(error, state)];
  for (const panels of columns) {
    const stack = element("div", { class: "stack" });
    screen.append(element("div", { class: "column" }, stack));
    for (const [name, mount] of Object.entries(panels)) {
      const place = stack.appendChild(element("section", { class: `panel ${name}` }));
      cleanUps.push(mount(place, state));
    }
  }
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}
