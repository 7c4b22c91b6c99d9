/** The pad: paper, ink, buttons, brush. */

/** @import { DrawStore } from "../draw_state.js" */
/** @import { PenPlace } from "../../core/keyboard_pen.js" */
import { button, element, listen } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { connectKeyboardPen } from "../../core/keyboard_pen.js";
import { watchWidth } from "../canvas.js";
import { isCovered, isForPhotographs } from "../draw_state.js";
import { textsOf } from "../reader.js";
import {
  beginStroke,
  clearPad,
  endStroke,
  extendStroke,
  padPoint,
  redoPad,
  undoPad,
} from "./pad_changes.js";
import { paintPad } from "./pad_painting.js";
import { connectPadPointer } from "./pad_pointer.js";

/** Changes of the state after which the pad looks different. */
const SHOWN = /** @type {const} */ ([
  "strokes",
  "history",
  "picture",
  "example",
  "brush",
  "heat",
  "theme",
  "colors",
]);

/** Widths of the brush in percent of the pad's side. */
const BRUSH = { min: 1, max: 14, step: 1 };

/** Classes that are named on the empty pad; more are too many to read. */
const MAX_NAMED = 12;

/**
 * Mounts the pad.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const forPhotographs = isForPhotographs(state.get().model);
  const title = t(forPhotographs ? "pad.pictureTitle" : "pad.title");
  const canvas = element("canvas", {
    class: "pad",
    tabindex: 0,
    role: "application",
    "aria-label": t(forPhotographs ? "pad.pictureLabel" : "pad.label"),
    "aria-describedby": "pad-help",
  });
  const hint = element(
    "p",
    { class: "pad-hint", "aria-hidden": true },
    element(
      "span",
      { class: "pad-invitation" },
      t(forPhotographs ? "pad.pictureInvitation" : "pad.invitation"),
    ),
    ...hintLines(state).map((line) => element("span", {}, line)),
  );
  const spoken = element("p", { class: "for-screen-readers", "aria-live": "polite" });
  const undo = button(t("pad.undo"), () => undoPad(state), { "data-key": "U" });
  const redo = button(t("pad.redo"), () => redoPad(state), { "data-key": "R" });
  const clear = button(t("pad.clear"), () => clearPad(state), { "data-key": "C" });
  const brush = element("input", { type: "range", ...BRUSH });
  const heat = element("input", { type: "checkbox" });
  const heatNote = element("p", { class: "note" });
  root.append(
    element("h2", { class: "for-screen-readers" }, title),
    element("div", { class: "paper" }, canvas, hint),
    element(
      "div",
      { class: "tools", role: "group", "aria-label": title },
      undo,
      redo,
      clear,
      element("label", { class: "brush" }, element("span", {}, t("pad.brush")), brush),
    ),
    element("label", { class: "switch" }, heat, element("span", {}, t("pad.heat"))),
    heatNote,
    element("p", { class: "note keyboard-help", id: "pad-help" }, t("pad.help")),
    spoken,
  );

  const size = watchWidth(canvas, () => painting.request());
  /** @type {PenPlace} */
  const cursor = { x: 0.5, y: 0.5, isDown: false, isShown: false };
  const painting = oncePerFrame(() => paintPad(canvas, size.width(), state.get(), cursor));

  function show() {
    const { history, strokes, brush: width, heat: isHeat } = state.get();
    const isDrawing = !isCovered(state.get());
    undo.disabled = history.past.length === 0;
    redo.disabled = history.future.length === 0;
    clear.disabled = strokes.length === 0 && isDrawing;
    hint.hidden = strokes.length > 0 || !isDrawing || cursor.isShown;
    brush.value = String(width);
    heat.checked = isHeat;
    const { judged, model } = state.get();
    const map = judged?.snapshot.heatMap;
    heatNote.hidden = !map || !isHeat;
    if (map && judged) {
      const name = model.classNames[judged.ranking[0]] ?? String(judged.ranking[0]);
      heatNote.textContent = t("pad.heatNote", { name, layer: map.layer });
    }
    painting.request();
  }

  const stops = [
    connectPadPointer(canvas, state, () => {
      cursor.isShown = false;
      cursor.isDown = false;
    }),
    connectKeyboardPen(canvas, cursor, {
      begin: (x, y, timeMs) => beginStroke(state, padPoint(x, y, timeMs)),
      extend: (x, y, timeMs) => extendStroke(state, [padPoint(x, y, timeMs)]),
      end: () => endStroke(state),
      undo: () => undoPad(state),
      redo: () => redoPad(state),
      clear: () => clearPad(state),
    }, {
      show,
      say: (isDown) => spoken.textContent = t(isDown ? "pad.down" : "pad.up"),
    }),
    listen(brush, "input", () => state.set({ brush: Number(brush.value) })),
    listen(heat, "change", () => state.set({ heat: heat.checked })),
    state.subscribe(({ heat, picture }, changed) => {
      // A judgement changes the pad only by its heat map and the boxes of characters.
      if (SHOWN.some((key) => changed.has(key)) || (heat || picture) && changed.has("judged")) {
        show();
      }
    }),
    painting.cancel,
    size.stop,
  ];
  show();
  return () => stops.forEach((stop) => stop());
}

/** @param {DrawStore} state @returns {string[]} what can be drawn or shown, and how */
function hintLines(state) {
  const t = textsOf(state.get());
  const { classNames } = state.get().model;
  const isNamed = classNames.length > 0 && classNames.length <= MAX_NAMED;
  if (isForPhotographs(state.get().model)) {
    const named = isNamed ? [t("pad.pictureHintOf", { names: classNames.join(", ") })] : [];
    return [...named, t("pad.pictureHint")];
  }
  const named = isNamed ? [t("pad.hintOf", { names: classNames.join(" ") })] : [];
  return [...named, t("pad.hint")];
}
