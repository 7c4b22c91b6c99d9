/** The screen in front of a room: large letters, one layer after the other, presenters' keys. */

/** @import { DrawStore } from "../draw_state.js" */
import { listen } from "../../core/dom.js";
import { isForPhotographs } from "../draw_state.js";
import { endLook } from "../looking.js";
import { useRoomLetters } from "../room_letters.js";

/** Keys of presenters' remote controls and of keyboards, with the way they go. */
const WAYS = /** @type {Record<string, number>} */ ({
  PageDown: 1,
  PageUp: -1,
  ArrowRight: 1,
  ArrowLeft: -1,
});

/** What takes arrow keys for itself, and what is typed into. */
const TAKES_ARROWS = "input, select, textarea, [role=slider], [role=application], canvas";
const TAKES_LETTERS = "input:not([type=checkbox], [type=radio], [type=range]), select, textarea";

/**
 * Shows another layer to the room.
 *
 * @param {DrawStore} state
 * @param {number} way 1 for the next, −1 for the one before
 */
export function moveSlide(state, way) {
  const { slide, model } = state.get();
  const last = model.architecture.steps.length;
  state.set({ slide: Math.min(Math.max(slide + way, 0), last) });
}

/** @param {DrawStore} state */
export function leaveProjector(state) {
  state.set({ projector: false });
}

/**
 * Lets the screen follow the state: letters, full screen in a notebook, keys.
 *
 * @param {HTMLElement} place of the screen
 * @param {DrawStore} state
 * @returns {() => void} ends it
 */
export function connectProjector(place, state) {
  // The header belongs to what is shown, or hidden, as well.
  const root = /** @type {HTMLElement} */ (place.closest(".convscope") ?? place);
  const isEmbedded = root.getRootNode() !== document;
  let isShown = false;

  function show() {
    const { projector } = state.get();
    if (projector === isShown) return;
    isShown = projector;
    root.classList.toggle("is-projector", projector);
    root.classList.toggle("is-for-photographs", isForPhotographs(state.get().model));
    useRoomLetters(projector);
    if (!projector) {
      if (isFullScreen()) document.exitFullscreen();
      focusWhenDrawn(".projector-start");
      return;
    }
    // A cell of a notebook is narrow; where the browser refuses, it stays in the cell.
    if (isEmbedded) root.requestFullscreen?.().catch(() => {});
    focusWhenDrawn(".projector-bar");
    scrollTo({ top: 0 });
  }

  /** @param {string} selector */
  function focusWhenDrawn(selector) {
    requestAnimationFrame(() => {
      const reached = place.querySelector(selector);
      if (reached instanceof HTMLElement) reached.focus({ preventScroll: true });
    });
  }

  function isFullScreen() {
    return document.fullscreenElement !== null &&
      document.fullscreenElement === (isEmbedded ? hostOf(root) : root);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (event.defaultPrevented || ctrlKey || metaKey || altKey) return;
    const target = event.composedPath()[0];
    const isIn = (/** @type {string} */ selector) =>
      target instanceof Element && target.matches(selector);
    const { projector, pointedAt, focusedAt, isLookEnded } = state.get();
    if (key === "Escape") {
      // What is only opened needs no key of its own: that is closed where it stands.
      const isLooking = (pointedAt || focusedAt) && !isLookEnded;
      if (projector && !isLooking) leaveProjector(state);
      else if (!endLook(state)) return;
    } else if (key.toLowerCase() === "p" && !isIn(TAKES_LETTERS)) {
      state.set({ projector: !projector });
    } else if (projector && WAYS[key] && !shiftKey) {
      if (key.startsWith("Arrow") && isIn(TAKES_ARROWS)) return;
      moveSlide(state, WAYS[key]);
    } else return;
    event.preventDefault();
  }

  /** In a notebook the keys are ours only where the screen is all that is seen. */
  function pressOutside(/** @type {KeyboardEvent} */ event) {
    if (!isEmbedded || isFullScreen()) press(event);
  }

  function leaveFullScreen() {
    if (isEmbedded && isShown && !document.fullscreenElement) leaveProjector(state);
  }

  const stops = [
    state.subscribe((_, changed) => {
      if (changed.has("projector")) show();
    }),
    listen(root, "keydown", press),
    listen(document, "keydown", pressOutside),
    listen(document, "fullscreenchange", leaveFullScreen),
  ];
  show();
  return () => {
    stops.forEach((stop) => stop());
    root.classList.remove("is-projector");
    if (isShown) useRoomLetters(false);
  };
}

/** @param {HTMLElement} root @returns {Element} what the document sees of a root in a shadow */
function hostOf(root) {
  const around = root.getRootNode();
  return around instanceof ShadowRoot ? around.host : root;
}
