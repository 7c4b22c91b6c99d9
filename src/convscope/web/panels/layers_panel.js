/** Every layer beside each other, live: what the drawing becomes on its way to the verdict. */

/** @import { DrawStore } from "./draw_state.js" */
import { element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { letterScale } from "./canvas.js";
import { createLayerColumn } from "./layer_column.js";
import { createLegend } from "./legend.js";
import { textsOf } from "./reader.js";

/** Changes of the state after which the layers look different. */
const SHOWN = /** @type {const} */ ([
  "judged",
  "theme",
  "colors",
  "filters",
  "plain",
  "layer",
  "neuron",
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
  const { architecture } = state.get().model;
  const filters = element("input", { type: "checkbox" });
  const sizes = { scale: letterScale() };
  const columns = architecture.steps.map((_, index) => createLayerColumn(state, index, sizes));
  const legend = createLegend(state);
  const row = element("div", { class: "layers" }, ...columns.map((column) => column.root));
  root.append(
    element(
      "div",
      { class: "panel-head" },
      element("h2", {}, t("layers.title")),
      element("label", { class: "switch" }, filters, element("span", {}, t("layers.filters"))),
    ),
    element("p", { class: "note" }, t("layers.hint", { number: columns.length })),
    legend.root,
    row,
  );

  function draw() {
    filters.checked = state.get().filters;
    for (const column of columns) column.draw();
    legend.draw();
  }

  /** Fades the edge behind which there are more layers. */
  function showEdge() {
    row.classList.toggle("has-more", row.scrollLeft + row.clientWidth < row.scrollWidth - 1);
  }

  const drawing = oncePerFrame(draw);
  const resizing = new ResizeObserver(() => {
    sizes.scale = letterScale();
    drawing.request();
    showEdge();
  });
  resizing.observe(row);
  const stops = [
    state.subscribe((_, changed) => {
      if (SHOWN.some((key) => changed.has(key))) drawing.request();
    }),
    listen(row, "scroll", showEdge, { passive: true }),
    listen(filters, "change", () => state.set({ filters: filters.checked })),
    drawing.cancel,
    () => resizing.disconnect(),
  ];
  draw();
  return () => stops.forEach((stop) => stop());
}
