/** What would change the verdict: pixels that are changed one by one, and what the net then says. */

/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore, Judged, SupposedOutcome } from "../../draw_state.js" */
import { indexOfLargest } from "../../../core/arrays.js";
import { button, element } from "../../../core/dom.js";
import { toText } from "../../../core/number_text.js";
import { bytesToInput } from "../../../net/preprocess.js";
import { className, isForPhotographs } from "../../draw_state.js";
import { mostHelpful } from "./helpful_pixel.js";
import { comparedClasses, scoringLayer } from "../../output_layer.js";
import { setDisabled } from "../../enabling.js";
import { createPixelFigures } from "./pixel_figures.js";
import { pixelTerms } from "../pixel_terms.js";
import { percentText, textsOf } from "../../reader.js";
import { createRivalChoice } from "./rival_choice.js";

/** Pixels that are changed at most in one go. */
const MOST_CHANGES = 100;

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createVerdictChange(state) {
  const t = textsOf(state.get());
  const choice = createRivalChoice(state);
  const figures = createPixelFigures(state, { look, move, change: changeByHand });
  const verdict = element("p", { class: "supposed", role: "status" });
  const best = element("p", { class: "helpful" });
  const one = button(t("change.one"), () => {
    numWanted++;
    changeWanted();
  });
  const all = button(t("change.all"), () => {
    isSeeking = true;
    changeWanted();
  });
  const undo = button(t("change.undo"), () => {
    changed = new Map([...changed].slice(0, -1));
    suppose();
  });
  const reset = button(t("change.reset"), () => {
    changed = new Map();
    suppose();
  });
  const terms = element("div", { class: "pixel-terms" });
  const root = element(
    "div",
    { class: "change" },
    choice.root,
    element("p", { class: "note" }, t("change.note")),
    figures.root,
    verdict,
    best,
    element("div", { class: "tools" }, one, all, undo, reset),
    terms,
  );

  /** Values of the changed pixels by their place. @type {Map<number, number[]>} */
  let changed = new Map();
  /** @type {{judged: Judged | null, rival: number}} */
  let asked = { judged: null, rival: -1 };
  /** @type {number[] | null} null until one is chosen */
  let pixel = null;
  let isSeeking = false;
  /** Presses that no answer was there for. */
  let numWanted = 0;

  /** @param {Readonly<DrawState>} now @returns {Float32Array} the input with all changes */
  function inputNow({ judged, model }) {
    const { shape, value_range: range } = model.architecture.input;
    const input = bytesToInput(judged?.received ?? new Uint8Array(0), range);
    for (const [place, values] of changed) input.set(values, place * shape[2]);
    return input;
  }

  /** @param {number} place @returns {number[]} */
  function positionOfPlace(place) {
    const width = state.get().model.architecture.input.shape[1];
    return [Math.floor(place / width), place % width, 0];
  }

  function suppose() {
    const { verdict: against, rival: towards } = comparedClasses(state.get());
    const channels = state.get().model.architecture.input.shape[2];
    const changes = [...changed].flatMap(([place, values]) =>
      values.map((
        value,
        channel,
      ) => /** @type {[number, number]} */ ([place * channels + channel, value]))
    );
    state.set({ supposition: { changes, towards, against, pixel } });
  }

  /** @returns {SupposedOutcome | null} the answer to what is supposed now */
  function outcomeNow() {
    const { outcome, supposition } = state.get();
    return outcome?.supposition === supposition ? outcome : null;
  }

  function helpNow() {
    const now = state.get();
    const outcome = outcomeNow();
    const { shape, value_range: range } = now.model.architecture.input;
    return outcome &&
      mostHelpful(inputNow(now), outcome.gradient, shape[2], range, new Set(changed.keys()));
  }

  /** Changes the pixel that helps most; what is pressed before the answer is there waits for it. */
  function changeWanted() {
    const help = helpNow();
    if (!help) return;
    numWanted = Math.max(0, numWanted - 1);
    pixel = positionOfPlace(help.place);
    changed = new Map(changed).set(help.place, help.values);
    suppose();
  }

  function stopSeeking() {
    isSeeking = false;
    numWanted = 0;
  }

  /** Begins at the pixel that helps most; its terms are asked for. */
  function chooseBest() {
    pixel = positionOfPlace(helpNow()?.place ?? 0);
    suppose();
  }

  /** Shows what a pixel does. @param {number} row @param {number} column */
  function look(row, column) {
    stopSeeking();
    pixel = [row, column, 0];
    suppose();
  }

  /** Goes on to a pixel beside the one that is looked at. @param {number} down @param {number} right */
  function move(down, right) {
    const { shape: [height, width] } = state.get().model.architecture.input;
    const [row, column] = pixel ?? [0, 0];
    const within = (/** @type {number} */ at, /** @type {number} */ size) =>
      Math.min(Math.max(at, 0), size - 1);
    look(within(row + down, height), within(column + right, width));
  }

  /** Inks a pixel or clears it; a changed one becomes what it was. */
  function changeByHand() {
    stopSeeking();
    if (!pixel) return;
    const now = state.get();
    const { shape: [, width, channels], value_range: [low, high] } = now.model.architecture.input;
    const place = pixel[0] * width + pixel[1];
    const next = new Map(changed);
    if (!next.delete(place)) {
      const at = place * channels;
      const values = inputNow(now).subarray(at, at + channels);
      const isLow = values.reduce((a, b) => a + b) / channels < (low + high) / 2;
      next.set(place, new Array(channels).fill(isLow ? high : low));
    }
    changed = next;
    suppose();
  }

  /** @param {Readonly<DrawState>} now */
  function draw(now) {
    choice.draw();
    const { rival, verdict: before } = comparedClasses(now);
    if (now.judged !== asked.judged || rival !== asked.rival) {
      asked = { judged: now.judged, rival };
      changed = new Map();
      pixel = null;
      stopSeeking();
      return suppose();
    }
    const outcome = outcomeNow();
    if (!outcome) return;
    if (!pixel) return chooseBest();
    const reached = indexOfLargest(outcome.probabilities);
    const isOther = reached !== before;
    const isSought = isSeeking && !isOther && changed.size < MOST_CHANGES;
    if ((isSought || numWanted > 0) && helpNow()) return changeWanted();
    stopSeeking();
    show(now, outcome, reached, isOther);
  }

  /**
   * @param {Readonly<DrawState>} now
   * @param {SupposedOutcome} outcome
   * @param {number} reached the class that the net now names
   * @param {boolean} isOther
   */
  function show(now, outcome, reached, isOther) {
    const { rival } = comparedClasses(now);
    const { shape } = now.model.architecture.input;
    const input = inputNow(now);
    const names = { other: className(now.model, rival), name: className(now.model, reached) };
    const share = percentText(outcome.probabilities[reached]);
    const key = changed.size === 0 ? "change.now" : isOther ? "change.reached" : "change.still";
    verdict.textContent = t(key, { number: changed.size, ...names, percent: share });
    root.classList.toggle("is-changed", isOther);
    const help = helpNow();
    setDisabled([
      [one, !help],
      [all, !help || isOther],
      [undo, changed.size === 0],
      [reset, changed.size === 0],
    ]);
    best.textContent = help ? helpText(help) : t("change.none");
    figures.draw(
      input,
      outcome.gradient,
      outcome.supposition.pixel ?? [0, 0],
      new Set(changed.keys()),
    );
    terms.replaceChildren(...pixelTerms(state, outcome));

    /** @param {import("./helpful_pixel.js").Help} found @returns {string} */
    function helpText({ place, values, gain }) {
      const at = place * shape[2];
      const isUp = values.reduce((a, b) => a + b) > input.subarray(at, at + shape[2])
        .reduce((a, b) => a + b);
      const words = isForPhotographs(now.model)
        ? (isUp ? "change.brighter" : "change.darker")
        : (isUp ? "change.ink" : "change.clear");
      return t(words, {
        row: Math.floor(place / shape[1]),
        column: place % shape[1],
        other: names.other,
        gain: toText(gain),
      });
    }
  }

  return {
    name: "change",
    title: "change.title",
    root,
    fits: (now, { layer }) =>
      layer === now.model.architecture.layers.at(-1)?.name ||
      layer === scoringLayer(now)?.step.layer.name,
    draw,
    rest: stopSeeking,
  };
}
