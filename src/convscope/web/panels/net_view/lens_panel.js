/** The magnifier's place on wide screens: below the verdict, beside the layers. */

/** @import { DrawStore } from "../draw_state.js" */
import { oncePerFrame } from "../../core/frames.js";
import { createLens } from "./lens.js";

/** Changes of the state after which it looks different. */
const SHOWN = /** @type {const} */ ([
  "judged",
  "theme",
  "colors",
  "filters",
  "plain",
  "layer",
  "neuron",
  "pointedAt",
  "focusedAt",
  "isLookEnded",
  "projector",
]);

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const lens = createLens(state);
  root.append(lens.root);
  const drawing = oncePerFrame(lens.draw);
  // A place that appears or vanishes with the window's width.
  const resizing = new ResizeObserver(drawing.request);
  resizing.observe(root);
  const stop = state.subscribe((_, changed) => {
    if (SHOWN.some((key) => changed.has(key))) drawing.request();
  });
  lens.draw();
  return () => {
    stop();
    drawing.cancel();
    resizing.disconnect();
  };
}
