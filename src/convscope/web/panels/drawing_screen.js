/** The drawing screen: all of its panels, in the reader's language. */

/** @import { Client } from "../net/client.js" */
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

/** Panels by the class of their place, in the columns of a wide screen. */
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

/**
 * Mounts the screen; it speaks to the net until it is cleaned up.
 *
 * @param {HTMLElement} root somewhere in an element of the class `convscope`
 * @param {DrawStore} state
 * @param {Client} client whose current model is the state's
 * @returns {() => void} its clean-up
 */
export function mountDrawingScreen(root, state, client) {
  let unmount = mountPanels(root, state);
  const stops = [
    followTheme(root, state),
    connectDrawingLink(state),
    connectNet(state, client),
    connectProjector(root, state),
    connectSuppositions(state, client),
    state.subscribe((_, changed) => {
      if (!changed.has("language")) return;
      unmount();
      unmount = mountPanels(root, state);
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    unmount();
  };
}

/** @param {HTMLElement} root @param {DrawStore} state @returns {() => void} */
function mountPanels(root, state) {
  const error = element("div", { class: "error-panel" });
  const screen = element("main", { class: "screen" });
  root.replaceChildren(error, screen);
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
