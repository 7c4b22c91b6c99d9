/** One neuron: where it looks, and every number that adds up to its value. */

/** @import { AimedGradient, DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { createCloserLook } from "./closer/closer_look.js";
import { createIdeaRow } from "./idea_row.js";
import { calculation } from "./neuron_calculation.js";
import { createNeuronFigures } from "./neuron_figures.js";
import { isForPhotographs } from "../draw_state.js";
import { gradientCalculation } from "./neuron_gradient.js";
import { openLayer } from "../open_neuron.js";
import { createPassSwitch } from "./pass_switch.js";
import { positionText } from "./position_text.js";
import { kindText, textsOf } from "../reader.js";

/** Changes of the state after which the panel looks different. */
const SHOWN = /** @type {const} */ ([
  "explanation",
  "gradient",
  "pass",
  "aim",
  "judged",
  "layer",
  "neuron",
  "term",
  "closer",
  "rival",
  "outcome",
  "asked",
  "plain",
  "theme",
  "colors",
]);

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const { layers } = state.get().model.architecture;
  const hint = element("p", { class: "note", role: "status" });
  const heading = element("h3", { "aria-live": "polite", tabindex: -1 });
  const previous = button(`‹ ${t("neuron.previousLayer")}`, () => go(-1), { class: "quiet" });
  const next = button(`${t("neuron.nextLayer")} ›`, () => go(1), { class: "quiet" });
  const close = button(
    t("neuron.close"),
    () => state.set({ layer: "", neuron: [], term: -1, pass: "forward", aim: "", closer: "" }),
    { class: "quiet" },
  );
  const figures = createNeuronFigures(state);
  const kind = element("p", { class: "note" });
  const passes = createPassSwitch(state);
  const ideas = createIdeaRow(state);
  const closer = createCloserLook(state);
  const numbers = element("div", { class: "calculation" });
  const opened = element(
    "div",
    { class: "neuron" },
    element("div", { class: "panel-head" }, heading, previous, next, close),
    element("div", { class: "neuron-kind" }, kind, passes.root),
    ideas.root,
    figures.root,
    numbers,
    closer.root,
  );
  root.append(element("h2", {}, t("neuron.title")), hint, opened);

  let isJustOpened = false;
  let isAsked = false;

  /** Brings the panel into view. */
  function reveal() {
    isJustOpened = false;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    root.scrollIntoView({ block: "nearest", behavior });
  }

  /** Leads to what answers a question: its section, or the neuron. */
  function answer() {
    isAsked = isJustOpened = false;
    const place = closer.opened() ?? heading;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  }

  /** Shows new numbers; a button that has the focus keeps it. */
  function showNumbers(/** @type {HTMLElement[]} */ elements) {
    const focused = numbers.querySelector(":focus");
    const walk = focused instanceof HTMLElement ? focused.dataset.walk : undefined;
    numbers.replaceChildren(...elements);
    if (!walk) return;
    const button = numbers.querySelector(`[data-walk="${walk}"]`);
    if (button instanceof HTMLElement) button.focus();
  }

  /** @param {number} step */
  function go(step) {
    const at = layers.findIndex(({ name }) => name === state.get().layer);
    if (at + step >= 0 && at + step < layers.length) openLayer(state, at + step);
  }

  function draw() {
    const { explanation, gradient, pass, aim, judged, layer, neuron } = state.get();
    opened.hidden = !explanation;
    hint.hidden = Boolean(explanation);
    const nothing = isForPhotographs(state.get().model) ? "neuron.noPicture" : "neuron.blank";
    hint.textContent = t(judged || !layer ? "neuron.empty" : nothing);
    if (!explanation || explanation.layer !== layer) return;
    if (explanation.position.join() !== neuron.join()) return; // Its numbers are on their way.
    heading.textContent = t("neuron.heading", { layer, position: positionText(t, neuron) });
    kind.textContent = kindText(t, explanation.kind);
    passes.show();
    const at = layers.findIndex(({ name }) => name === layer);
    previous.disabled = at === 0;
    next.disabled = at === layers.length - 1;
    const isBackward = pass === "backward";
    if (isBackward && !isOf(gradient, layer, neuron, aim)) return;
    const hadFocus = opened.contains(document.activeElement);
    ideas.draw();
    figures.draw();
    showNumbers(
      isBackward && gradient
        ? gradientCalculation(state, gradient, explanation.input_layer)
        : calculation(state, explanation),
    );
    closer.draw();
    if (isAsked) answer();
    else if (isJustOpened) reveal();
    // What had the focus is gone where a jump has led to another neuron.
    if (hadFocus && !isSeen(document.activeElement)) heading.focus();
  }

  const drawing = oncePerFrame(draw);
  const stop = state.subscribe((_, changed) => {
    // Before anything is drawn there is nothing to lead to, and later the pen is in use.
    const { judged } = state.get();
    if (changed.has("layer") && opened.hidden) isJustOpened = Boolean(judged);
    if (changed.has("asked")) isAsked = Boolean(judged);
    if (changed.has("asked") && !judged) hint.scrollIntoView({ block: "nearest" });
    if (SHOWN.some((key) => changed.has(key))) drawing.request();
  });
  draw();
  return () => {
    stop();
    closer.stop();
    drawing.cancel();
  };
}

/** @param {Element | null} focused @returns {boolean} whether something has the focus */
function isSeen(focused) {
  return focused !== document.body && Boolean(focused?.getClientRects().length);
}

/**
 * Tells whether a gradient is the one that is asked for; another one is on its way.
 *
 * @param {AimedGradient | null} gradient
 * @param {string} layer
 * @param {number[]} neuron
 * @param {string} aim
 * @returns {boolean}
 */
function isOf(gradient, layer, neuron, aim) {
  return gradient?.layer === layer && gradient.aim === aim &&
    gradient.position.join() === neuron.join();
}
