/** A copy of a layer whose window can be set otherwise; the net itself stays as it is. */

/** @import { Settings } from "../../../net/layer_copy.js" */
/** @import { Sliding } from "../../../net/windows.js" */
/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
import { button, element, listen } from "../../../core/dom.js";
import { isSigned, paintValues, rangeOf } from "../../../draw/pixels.js";
import { KIND_FACTS } from "../../../net/kind_facts.js";
import { copiedMap, settingsOf } from "../../../net/layer_copy.js";
import { palettesOf } from "../../canvas.js";
import { inputOf, mapOf } from "../../layer_values.js";
import { createFigure, stepOf } from "../../map_figure.js";
import { textsOf } from "../../reader.js";

/** The largest window and step that a slider reaches; a larger learned one is its own end. */
const MOST = { size: 7, stride: 4, dilation: 3 };

/** Screen pixels of the larger of both maps. */
const SIDE = 190;

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createLayerCopy(state) {
  const t = textsOf(state.get());
  const own = createFigure({ largest: SIDE, across: 2 });
  const copy = createFigure({ largest: SIDE, across: 2 });
  const formula = element("dl", { class: "formula" });
  const note = element("p", { class: "note" });
  const size = slider(t("copy.size"), "size");
  const stride = slider(t("copy.stride"), "stride");
  const dilation = slider(t("copy.dilation"), "dilation");
  const padding = element(
    "select",
    { "aria-label": t("copy.padding") },
    element("option", { value: "valid" }, t("copy.valid")),
    element("option", { value: "same" }, t("copy.same")),
  );
  const reset = button(t("copy.reset"), () => {
    settings = null;
    redraw();
  });
  const root = element(
    "div",
    { class: "layer-copy" },
    element("p", { class: "copy-says" }, t("copy.says")),
    element(
      "div",
      { class: "copy-controls" },
      size.root,
      stride.root,
      dilation.root,
      element("label", { class: "aim" }, element("span", {}, t("copy.padding")), padding),
      reset,
    ),
    formula,
    element("div", { class: "figure-pair", role: "status" }, own.root, copy.root),
    note,
  );
  /** @type {Settings | null} null while the copy is like the layer */
  let settings = null;
  let layer = "";

  /** @param {string} label @param {"size" | "stride" | "dilation"} name */
  function slider(label, name) {
    const input = element("input", { type: "range", min: 1, max: MOST[name] });
    const shown = element("output", {});
    listen(input, "input", () => {
      const chosen = Number(input.value);
      change({ [name]: [chosen, chosen] });
    });
    return {
      root: element("label", { class: "brush" }, element("span", {}, label), input, shown),
      input,
      /** @param {readonly number[]} values @param {readonly number[]} learned */
      show(values, learned) {
        input.max = String(Math.max(MOST[name], ...learned));
        input.value = String(values[0]);
        const [rows, columns = rows] = values;
        shown.textContent = rows === columns ? String(rows) : `${rows} × ${columns}`;
      },
    };
  }

  listen(
    padding,
    "change",
    () => change({ padding: /** @type {"valid" | "same"} */ (padding.value) }),
  );

  /** @param {Partial<Settings>} changes */
  function change(changes) {
    settings = { ...(settings ?? settingsOf(stepOf(state.get(), layer))), ...changes };
    redraw();
  }

  function redraw() {
    const now = state.get();
    if (now.explanation) draw(now, now.explanation);
  }

  /** @type {Closer["draw"]} */
  function draw(now, { layer: name, position: [, , channel], kind }) {
    if (name !== layer) [layer, settings] = [name, null];
    const step = stepOf(now, name);
    const learned = settingsOf(step);
    const set = settings ?? learned;
    size.show(set.size, learned.size);
    stride.show(set.stride, learned.stride);
    dilation.show(set.dilation, learned.dilation);
    const { convolves } = KIND_FACTS[kind];
    dilation.root.hidden = !convolves;
    padding.value = set.padding;
    const hadFocus = reset === document.activeElement;
    reset.disabled = settings === null;
    if (hadFocus && reset.disabled) size.input.focus({ preventScroll: true });
    const at = now.model.architecture.layers.findIndex((one) => one.name === name);
    const [height, width] = step.outputShape;
    const values = mapOf(
      now.judged?.snapshot.layers[at].activation ?? [],
      step.outputShape,
      channel,
    );
    const copied = copiedMap(step, now.model.weights[name], inputOf(now, step), channel, set);
    const [rows, columns] = copied.sliding;
    const fits = copied.values.length > 0;
    showFormula(copied.sliding, set);
    const longest = Math.max(height, width, rows.positions, columns.positions);
    const ownCaption = t("copy.own", { layer: name, height, width });
    paint(now, own, ownCaption, values, width, longest);
    copy.root.hidden = !fits;
    const caption = t("copy.copy", { height: rows.positions, width: columns.positions });
    if (fits) paint(now, copy, caption, copied.values, columns.positions, longest);
    note.textContent = noteText(fits, convolves && set.size.join() !== learned.size.join());
  }

  /** @param {boolean} fits @param {boolean} isResized @returns {string} */
  function noteText(fits, isResized) {
    if (!fits) return t("copy.tooLarge");
    return isResized ? t("copy.resized") : "";
  }

  /** @param {[Sliding, Sliding]} sliding @param {Settings} set */
  function showFormula([rows, columns], { padding }) {
    const lines = [];
    const longest = rows.dilation > 1 ? rows : columns;
    if (longest.dilation > 1) {
      const { taps: size, dilation, window: reach } = longest;
      lines.push([t("copy.reach"), t("copy.reachFormula", { size, dilation, reach })]);
    }
    const isSquare = rows.rule === columns.rule;
    const number = (/** @type {Sliding} */ { length, window, stride, positions }) =>
      padding === "same"
        ? `⌈${length} ÷ ${stride}⌉ = ${positions}`
        : `⌊(${length} − ${window}) ÷ ${stride}⌋ + 1 = ${positions}`;
    lines.push([t("copy.rule"), t(padding === "same" ? "copy.ruleSame" : "copy.ruleValid")]);
    lines.push([t(isSquare ? "copy.both" : "copy.rows"), number(rows)]);
    if (!isSquare) lines.push([t("copy.columns"), number(columns)]);
    formula.replaceChildren(
      ...lines.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]),
    );
  }

  return {
    name: "copy",
    title: "copy.title",
    root,
    fits: (now, { layer }) => stepOf(now, layer).sliding !== null,
    draw,
  };
}

/**
 * Paints a map so that one of its pixels is as large as one of the other map's.
 *
 * @param {Readonly<DrawState>} now
 * @param {import("../../map_figure.js").Figure} figure
 * @param {string} caption
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} longest side of both maps, in pixels of the maps
 */
function paint(now, figure, caption, values, width, longest) {
  const range = rangeOf(values);
  const palettes = palettesOf(now);
  const pixels = paintValues(values, range, isSigned(range) ? palettes.signed : palettes.level);
  const height = values.length / width;
  const part = Math.max(height, width) / longest;
  figure.draw(caption, { pixels, width, height }, now.colors.accent, { frame: null }, part);
}
