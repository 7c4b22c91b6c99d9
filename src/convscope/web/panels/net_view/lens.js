/** The magnifier: the map that is looked at, large, with its numbers and what it is made of. */

/** @import { Translate } from "../../core/texts.js" */
/** @import { Sheet } from "../../draw/sheet.js" */
/** @import { DrawStore } from "../draw_state.js" */
/** @import { Look } from "../looking.js" */
import { breakable, button, element, listen } from "../../core/dom.js";
import { layOut } from "../../draw/sheet.js";
import { letterScale } from "../canvas.js";
import { layerForm } from "../layer_form.js";
import { lensPicture } from "./lens_picture.js";
import { lookedSources } from "./looked_values.js";
import { endLook, lookOf, pointAt } from "../looking.js";
import { openMap, openValue } from "../open_neuron.js";
import { kindText, textsOf } from "../reader.js";
import { createScale } from "../scale.js";
import { createSheetCanvas } from "../sheet_canvas.js";
import { madeOfText } from "./made_of.js";

/** Units of the page: the longest side of the picture, for letters of the usual size. */
const SIDE = 168;
const PROJECTOR_SIDE = 116;

/**
 * Returns a magnifier. It has a place of its own, so that it covers nothing.
 *
 * @param {DrawStore} state
 * @returns {{root: HTMLElement, draw: () => void}}
 */
export function createLens(state) {
  const t = textsOf(state.get());
  const canvas = element("canvas", { role: "img" });
  const name = element("p", { class: "lens-name" });
  const value = element("p", { class: "lens-value" });
  const kind = element("p", { class: "note" });
  const made = element("p", { class: "note lens-made" });
  const scale = createScale();
  const empty = element("p", { class: "note lens-empty" }, t("lens.empty"));
  const close = button("×", () => endLook(state), {
    class: "quiet lens-close",
    "aria-label": t("lens.close"),
    title: t("lens.close"),
  });
  const full = element(
    "div",
    { class: "lens-full" },
    element("div", { class: "lens-picture" }, canvas),
    element("div", { class: "lens-words" }, name, value, kind, scale.root),
    made,
    element("p", { class: "note lens-keys" }, t("lens.keys")),
    close,
  );
  const root = element("section", { class: "lens", "aria-label": t("lens.title") }, empty, full);
  const show = createSheetCanvas(canvas, true);
  /** @type {Sheet} */
  let sheet = layOut(1, 1, 1, { cell: 1, room: 1 });
  let grid = { rows: 1, columns: 1 };

  /** @param {MouseEvent} event @returns {Look | null} */
  function lookUnder(event) {
    const now = state.get();
    const look = lookOf(now);
    if (!look || now.filters) return look;
    const { left, top } = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - top) / sheet.mapHeight * grid.rows);
    const column = Math.floor((event.clientX - left) / sheet.mapWidth * grid.columns);
    if (row < 0 || column < 0 || row >= grid.rows || column >= grid.columns) return look;
    const { isMaps, numPlaces } = layerForm(now.model, look.index);
    if (isMaps) return { ...look, cell: { row, column } };
    const place = row * grid.columns + column;
    return place < numPlaces ? { ...look, place } : look;
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const look = lookUnder(event);
    if (!look) return;
    if (layerForm(state.get().model, look.index).isMaps) {
      openMap(state, look.index, look.place, look.cell);
    } else openValue(state, look.index, look.place);
  }

  function draw() {
    const now = state.get();
    const look = lookOf(now);
    root.classList.toggle("is-empty", !look);
    // One of two magnifiers has no place on this screen.
    if (!look || !root.clientWidth) return;
    root.classList.add("was-used"); // What stands below need not move any more.
    const form = layerForm(now.model, look.index);
    const picture = lensPicture(now, look);
    grid = { rows: picture.height, columns: picture.width };
    const side = (now.projector ? PROJECTOR_SIDE : SIDE) * letterScale();
    sheet = layOut(1, grid.rows, grid.columns, { cell: side, room: side });
    const context = show(sheet, picture, now.colors.line);
    name.textContent = breakable(titleOf(t, form, look));
    kind.textContent = kindText(t, form.kind);
    value.textContent = picture.valueText(t);
    canvas.setAttribute("aria-label", `${name.textContent}. ${value.textContent}`);
    scale.draw(now, picture.range);
    const sources = now.filters ? null : lookedSources(now, look);
    made.textContent = sources ? breakable(madeOfText(t, now.model, sources)) : "";
    if (!picture.marked) return;
    const { row, column } = picture.marked;
    const width = sheet.mapWidth / grid.columns;
    const height = sheet.mapHeight / grid.rows;
    context.strokeStyle = now.colors.accent;
    context.lineWidth = 2;
    context.strokeRect(
      column * width - 1,
      row * height - 1,
      Math.max(width, 3) + 2,
      Math.max(height, 3) + 2,
    );
  }

  listen(canvas, "pointermove", (/** @type {PointerEvent} */ e) => pointAt(state, lookUnder(e)));
  listen(canvas, "pointerleave", () => pointAt(state, null));
  listen(canvas, "click", click);
  return { root, draw };
}

/** @param {Translate} t @param {import("../layer_form.js").LayerForm} form @param {Look} look */
function titleOf(t, { isMaps, name, nameOf }, { place }) {
  return isMaps
    ? t("neuron.map", { layer: name, channel: place })
    : t("lens.valueOf", { layer: name, name: nameOf(place) });
}
