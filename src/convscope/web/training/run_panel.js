/** Start, pause, step, begin anew, and how far the training is. */

/** @import { Controller } from "./controller.js" */
/** @import { TrainingStore } from "./training_state.js" */
import { button, element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { errorText } from "../panels/failure.js";
import { languageOf, textsOf } from "../panels/reader.js";

/** How often a training that runs is told of aloud, in ms. */
const SPOKEN_EVERY_MS = 8000;

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {TrainingStore} state
 * @param {Controller} controller
 * @returns {() => void} its clean-up
 */
export function mount(root, state, controller) {
  const t = textsOf(state.get());
  const start = button(t("train.start"), () => {
    if (state.get().status === "running") controller.pause();
    else controller.start();
  }, { class: "primary" });
  const step = button(t("train.step"), () => controller.step());
  const anew = button(t("train.anew"), () => controller.begin());
  const status = element("p", { class: "status" });
  const spoken = element("p", { class: "for-screen-readers", role: "status" });
  const error = element("p", { role: "alert", class: "training-error" });
  root.append(
    element("h2", {}, t("train.title")),
    element("p", { class: "note" }, t("train.intro")),
    element("div", { class: "tools" }, start, step, anew, status),
    error,
    spoken,
  );
  let spokenAt = 0;

  /** @returns {string} */
  function statusText() {
    const { status, numSteps, epochs, elapsedMs } = state.get();
    return t(`train.status.${status}`, {
      steps: numSteps,
      epochs: Math.max(epochs.length - 1, 0),
      seconds: (elapsedMs / 1000).toFixed(2),
    });
  }

  /** Tells of a change at once, and of progress once in a while. @param {boolean} isOther */
  function speak(isOther) {
    const { steps, status, numSteps } = state.get();
    const now = performance.now();
    if (!isOther && (status !== "running" || now - spokenAt < SPOKEN_EVERY_MS)) return;
    spokenAt = now;
    const last = steps.at(-1);
    const progress = last ? t("train.spoken", { steps: numSteps, loss: toText(last.loss, 3) }) : "";
    spoken.textContent = isOther ? `${statusText()} ${progress}` : progress;
  }

  function show() {
    const now = state.get();
    const isRunning = now.status === "running";
    const isIdle = now.status === "waiting" || now.status === "beginning";
    start.textContent = t(isRunning ? "train.pause" : "train.start");
    start.disabled = isIdle;
    step.disabled = isIdle || now.status === "broken";
    status.textContent = statusText();
    error.hidden = now.error === null;
    error.textContent = now.error ? errorText(now.error, languageOf(now)) : "";
  }

  show();
  return state.subscribe((_, changed) => {
    const keys = /** @type {const} */ (["status", "error", "elapsedMs", "set"]);
    if (keys.some((key) => changed.has(key))) show();
    if (changed.has("status") && state.get().status !== "beginning") speak(true);
    else if (changed.has("numSteps")) speak(false);
  });
}
