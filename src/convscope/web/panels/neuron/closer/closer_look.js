/** What can be looked at more closely at an opened neuron: one section each, one open at a time. */

/** @import { TextKey } from "../../../core/texts.js" */
/** @import { Explanation } from "../../../net/inspector.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
import { element, listen } from "../../../core/dom.js";
import { createClassComparison } from "./class_comparison.js";
import { createContributions } from "./contributions.js";
import { createFilterPicture } from "./filter_picture.js";
import { createLayerCopy } from "./layer_copy_panel.js";
import { createPoolingLoss } from "./pooling_loss_panel.js";
import { textsOf } from "../../reader.js";
import { createVerdictChange } from "./verdict_change.js";
import { createWindowSlide } from "./window_slide.js";

/**
 * A section. `draw` is called while it is open, `rest` whenever it is not.
 *
 * @typedef {object} Closer
 * @property {string} name in the address
 * @property {TextKey} title
 * @property {HTMLElement} root
 * @property {(now: Readonly<DrawState>, explanation: Explanation) => boolean} fits
 * @property {(now: Readonly<DrawState>, explanation: Explanation) => void} draw
 * @property {() => void} [rest]
 */

/**
 * Returns the sections that suit the opened neuron.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void, opened: () => HTMLElement | null,
 *   stop: () => void}}
 */
export function createCloserLook(state) {
  const t = textsOf(state.get());
  const sections = [
    createWindowSlide(state),
    createContributions(state),
    createFilterPicture(state),
    createPoolingLoss(state),
    createLayerCopy(state),
    createClassComparison(state),
    createVerdictChange(state),
  ].map((closer) => {
    const summary = element("summary", {}, t(closer.title));
    const details = element("details", { class: `closer closer-${closer.name}` }, summary);
    details.append(element("div", { class: "closer-body" }, closer.root));
    // The state opens and closes: a browser's own toggling would tell of it too late.
    listen(summary, "click", (/** @type {Event} */ event) => {
      event.preventDefault();
      state.set({ closer: details.open ? "" : closer.name });
    });
    return { closer, details, summary };
  });

  const root = element("div", { class: "closer-look" });

  /** Puts a section in its place; the others stay, and with them what has the focus. */
  function insert(/** @type {HTMLElement} */ wanted) {
    const order = sections.map(({ details }) => details);
    const behind = order.slice(order.findIndex((one) => one === wanted) + 1);
    root.insertBefore(wanted, behind.find((one) => one.isConnected) ?? null);
  }

  return {
    root,
    draw() {
      const now = state.get();
      const { explanation } = now;
      if (!explanation || !now.judged) return;
      for (const { closer, details } of sections) {
        const fits = closer.fits(now, explanation);
        if (!fits) details.remove();
        else if (!details.isConnected) insert(details);
        details.open = fits && now.closer === closer.name;
        if (details.open) closer.draw(now, explanation);
        else closer.rest?.();
      }
    },
    opened: () =>
      sections.find(({ details }) => details.open && details.isConnected)?.summary ?? null,
    stop: () => sections.forEach(({ closer }) => closer.rest?.()),
  };
}
