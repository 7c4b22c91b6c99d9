/** Loss and accuracy while a net learns, and what so many examples can say. */

/** @import { Translate } from "../core/texts.js" */
/** @import { TrainingState, TrainingStore } from "./training_state.js" */
import { shareBetween } from "../core/chance.js";
import { element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { toText } from "../core/number_text.js";
import { textsOf } from "../panels/reader.js";
import { createChart } from "./chart.js";

/** Changes of the state after which the panel looks different. */
const SHOWN = /** @type {const} */ (["numSteps", "epochs", "status", "steps"]);

/** From so many examples on, a share has a decimal. */
const MANY = 100;

/** Digits of a loss that are shown. */
const NUM_DIGITS = 3;

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {TrainingStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const loss = createChart(t("train.loss"));
  const accuracy = createChart(t("train.accuracy"), 1);
  const empty = element("p", { class: "note" }, t("train.noCurve"));
  const slider = element("input", { type: "range", id: "train-step", min: 1, step: 1 });
  const stepText = element("output", { class: "step-text" });
  const look = element(
    "div",
    { class: "field-control look-at" },
    element("label", { for: slider.id }, t("train.lookAt")),
    slider,
  );
  const words = element("div", { class: "judgement" });
  const charts = element(
    "div",
    { class: "charts" },
    loss.root,
    accuracy.root,
    element(
      "p",
      { class: "note curve-legend" },
      element("span", { class: "is-learned" }, t("train.learned")),
      element("span", { class: "is-held" }, t("train.held")),
    ),
  );
  root.append(element("h2", {}, t("train.progress")), empty, charts, words, look, stepText);
  let isFollowing = true; // The slider stays at the newest step until somebody moves it.

  function showStep() {
    const { steps } = state.get();
    const at = Number(slider.value);
    const step = steps[at - 1];
    stepText.textContent = step
      ? t("train.stepText", {
        step: at,
        epoch: step.epoch + 1,
        loss: toText(step.loss, NUM_DIGITS),
        right: Math.round(step.accuracy * step.numImages),
        count: step.numImages,
      })
      : "";
  }

  function draw() {
    const now = state.get();
    const { steps, epochs } = now;
    const hasBegun = steps.length > 0;
    empty.hidden = hasBegun;
    charts.hidden = look.hidden = !hasBegun;
    words.replaceChildren(...judgementTexts(t, now).map((text) => element("p", {}, text)));
    if (!hasBegun) {
      isFollowing = true;
      stepText.textContent = "";
      return;
    }
    const most = { x: steps.length };
    const learned = steps.map(({ loss }, index) => ({ x: index + 1, y: loss }));
    const held = epochs.flatMap(({ step, held }) => held ? [{ x: step, y: held.loss }] : []);
    loss.draw(learned, held, most.x);
    accuracy.draw(
      epochs.map(({ step, train }) => ({ x: step, y: train.right / train.count })),
      epochs.flatMap(({ step, held }) => held ? [{ x: step, y: held.right / held.count }] : []),
      most.x,
    );
    loss.name(t("train.lossChart", {
      steps: steps.length,
      loss: toText(steps[steps.length - 1].loss, NUM_DIGITS),
    }));
    const last = epochs.at(-1)?.train;
    accuracy.name(t("train.accuracyChart", {
      epochs: epochs.length - 1,
      percent: last ? shareText(last.right / last.count, last.count) : "–",
    }));
    slider.max = String(steps.length);
    if (isFollowing) slider.value = slider.max;
    showStep();
  }

  const drawing = oncePerFrame(draw);
  const stops = [
    listen(slider, "input", () => {
      isFollowing = slider.value === slider.max;
      showStep();
    }),
    state.subscribe((_, changed) => {
      if (SHOWN.some((key) => changed.has(key))) drawing.request();
    }),
    drawing.cancel,
  ];
  draw();
  return () => stops.forEach((stop) => stop());
}

/** @param {Translate} t @param {Readonly<TrainingState>} state @returns {string[]} */
function judgementTexts(t, { epochs, set, trainData, added }) {
  const last = epochs.at(-1);
  if (!last || !set) return [];
  const texts = [t("train.fitNow", { right: last.train.right, count: last.train.count })];
  if (!last.held) return [...texts, t("train.noHeld")];
  const { right, count } = last.held;
  const { low, high } = shareBetween(right, count);
  texts.push(t("train.heldNow", { right, count, ...rangeText(low, high, count) }));
  if (low <= 1 / set.classNames.length) texts.push(t("train.chance"));
  if (trainData === "shapes" && added.shapes.length === 0) texts.push(t("train.sameHand"));
  return texts;
}

/**
 * Returns a range as texts, rounded outwards: no narrower than what is known.
 *
 * @param {number} low 0–1
 * @param {number} high 0–1
 * @param {number} count of examples
 */
function rangeText(low, high, count) {
  const parts = count < MANY ? 100 : 1000;
  return {
    low: shareText(Math.floor(parts * low) / parts, count),
    high: shareText(Math.ceil(parts * high) / parts, count),
  };
}

/** @param {number} share 0–1 @param {number} count of examples @returns {string} such as `95 %` */
function shareText(share, count) {
  return `${(100 * share).toFixed(count < MANY ? 0 : 1)}\u00a0%`;
}
