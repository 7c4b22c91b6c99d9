/** What pointer and keyboard do on the sheet of a layer: look at a map, look into it, open it. */

/** @import { Sheet } from "../../draw/sheet.js" */
/** @import { LayerOutput } from "../../net/executor.js" */
/** @import { DrawStore } from "../draw_state.js" */
/** @import { LayerForm } from "../layer_form.js" */
/** @import { Look } from "../looking.js" */
import { flatIndex } from "../../core/arrays.js";
import { listen } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { cornerOf, mapAt } from "../../draw/sheet.js";
import { neuronAt, strongestCell } from "../layer_form.js";
import { focusOn, lookOf, pointAt } from "../looking.js";
import { openMap, openValue } from "../open_neuron.js";
import { textsOf } from "../reader.js";

/**
 * What the sheet shows, as it is now.
 *
 * @typedef {object} Shown
 * @property {LayerForm} form
 * @property {() => Sheet} sheet
 * @property {() => number} numReachable maps that are shown, or values
 * @property {() => LayerOutput | undefined} output
 */

/**
 * Connects a sheet to pointer and keyboard. Arrow keys go from map to map, with Shift from cell to
 * cell of the map; Enter, Space and a click open a neuron.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {DrawStore} state
 * @param {number} index of the layer
 * @param {Shown} shown
 * @returns {{describe: () => void}} `describe` tells screen readers what the keyboard has reached
 */
export function connectSheet(canvas, state, index, { form, sheet, numReachable, output }) {
  const t = textsOf(state.get());
  const { isMaps, isNamed, grid, shape, numPlaces, nameOf } = form;
  let chosen = 0;
  /** @type {Look["cell"]} */
  let cell = null;

  /** @param {MouseEvent} event @returns {Look | null} */
  function lookUnder(event) {
    const { left, top } = canvas.getBoundingClientRect();
    const layout = sheet();
    const x = event.clientX - left;
    const y = event.clientY - top;
    if (isMaps) {
      const place = mapAt(layout, x, y);
      if (place < 0) return null;
      const corner = cornerOf(layout, place);
      const row = Math.floor((y - corner.y) / layout.mapHeight * grid.rows);
      const column = Math.floor((x - corner.x) / layout.mapWidth * grid.columns);
      if (row >= grid.rows || column >= grid.columns) return { index, place, cell: null };
      return { index, place, cell: { row, column } };
    }
    const column = isNamed ? 0 : Math.floor(x / layout.mapWidth * grid.columns);
    const place = Math.floor(y / layout.mapHeight * grid.rows) * grid.columns + column;
    if (place < 0 || place >= numPlaces || column >= grid.columns) return null;
    return { index, place, cell: null };
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const look = lookUnder(event);
    if (!look) return;
    chosen = look.place;
    cell = null;
    open();
  }

  function open() {
    if (isMaps) openMap(state, index, chosen, cell);
    else openValue(state, index, chosen);
    if (canvas.matches(":focus")) look();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === "Enter" || event.key === " ") open();
    else if (!(event.shiftKey && isMaps ? moveCell(event.key) : moveMap(event.key))) return;
    event.preventDefault();
  }

  /** @param {string} key @returns {boolean} whether it moves anything */
  function moveMap(key) {
    const last = numReachable() - 1;
    const across = isMaps ? sheet().rows : 1;
    const down = isMaps ? 1 : grid.columns;
    /** @type {Record<string, number>} */
    const places = {
      ArrowLeft: chosen - across,
      ArrowRight: chosen + across,
      ArrowUp: chosen - down,
      ArrowDown: chosen + down,
      Home: 0,
      End: last,
    };
    if (!(key in places)) return false;
    chosen = Math.min(Math.max(places[key], 0), last);
    cell = null;
    look();
    return true;
  }

  /** @param {string} key @returns {boolean} whether it moves anything */
  function moveCell(key) {
    /** @type {Record<string, [number, number]>} */
    const steps = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    if (!steps[key]) return false;
    const from = cell ?? strongestCell(form, output()?.activation, chosen);
    cell = {
      row: Math.min(Math.max(from.row + steps[key][0], 0), grid.rows - 1),
      column: Math.min(Math.max(from.column + steps[key][1], 0), grid.columns - 1),
    };
    look();
    return true;
  }

  function look() {
    focusOn(state, { index, place: chosen, cell });
    describe();
  }

  /** The keyboard goes on from what is open. */
  function enter() {
    const { layer, neuron } = state.get();
    const place = neuron[neuron.length - 1];
    if (layer === form.name && neuron.length === shape.length && place < numReachable()) {
      chosen = place;
    }
    // A click focuses as well; the pointer then says what is looked at.
    if (lookOf(state.get())?.index === index && state.get().pointedAt) describe();
    else look();
  }

  function describe() {
    const values = output()?.activation;
    canvas.setAttribute(
      "aria-label",
      t(isMaps ? "layers.mapOf" : "layers.valuesOf", { layer: form.name }),
    );
    canvas.setAttribute("aria-valuemax", String(numReachable()));
    canvas.setAttribute("aria-valuenow", String(chosen + 1));
    canvas.setAttribute("aria-valuetext", reachedText(values));
  }

  /** @param {Float32Array | undefined} values @returns {string} */
  function reachedText(values) {
    if (!isMaps) {
      const value = values ? toText(values[chosen]) : "–";
      return t("layers.valueText", { name: nameOf(chosen), value });
    }
    const at = cell ?? strongestCell(form, values, chosen);
    const value = values?.[flatIndex(shape, neuronAt(form, chosen, at))];
    const shown = value === undefined ? "–" : toText(value);
    return cell
      ? t("neuron.pixel", { ...cell, value: shown })
      : t("layers.mapText", { channel: chosen, number: numPlaces, value: shown });
  }

  listen(canvas, "pointermove", (/** @type {PointerEvent} */ e) => pointAt(state, lookUnder(e)));
  listen(canvas, "pointerleave", () => pointAt(state, null));
  listen(canvas, "pointercancel", () => pointAt(state, null));
  listen(canvas, "click", click);
  listen(canvas, "keydown", press);
  listen(canvas, "focus", enter);
  listen(canvas, "blur", () => focusOn(state, null));
  return { describe };
}
