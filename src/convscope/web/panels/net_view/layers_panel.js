/** Every layer beside each other, live: what the drawing becomes on its way to the verdict. */

/** @import { DrawStore } from "../draw_state.js" */
import { button, element, listen } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { watchWidth } from "../canvas.js";
import { createEdges } from "./edges.js";
import { createFolds, shownLayers, unfoldLayer } from "./group_folds.js";
import { createLayerColumn } from "./layer_column.js";
import { createLegend } from "./legend.js";
import { createLens } from "./lens.js";
import { lookOf } from "../looking.js";
import { sizeRows } from "./net_rows.js";
import { rowEntries, shownEntries } from "./row_entries.js";
import { createProjectorBar } from "./projector_bar.js";
import { textsOf } from "../reader.js";
import { createSourceLines } from "./source_lines.js";
import { watchSeen } from "./seen.js";

/** Changes of the state after which all layers look different. */
const SHOWN = /** @type {const} */ ([
  "judged",
  "theme",
  "colors",
  "filters",
  "plain",
  "layer",
  "neuron",
]);

/** Changes after which other layers are shown, or with another size. */
const ARRANGED = /** @type {const} */ (["unfolded", "projector", "slide"]);

/** Changes after which something else is looked at. */
const LOOKED = /** @type {const} */ (["pointedAt", "focusedAt", "isLookEnded"]);

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
  const projector = button(
    t("projector.start"),
    () => state.set({ projector: true }),
    { class: "quiet projector-start", title: t("projector.key") },
  );
  const columns = architecture.steps.map((_, index) =>
    createLayerColumn(state, index, () => arranging.request())
  );
  const folds = createFolds(state);
  const bar = createProjectorBar(state);
  const legend = createLegend(state);
  const lens = createLens(state);
  const row = element("div", { class: "layers" });
  const entries = rowEntries(architecture.steps, columns, folds);
  row.append(...entries.map((entry) => entry.root));
  const edges = createEdges(architecture.steps, columns, row);
  const lines = createSourceLines(state, columns, (index) => !columns[index]?.root.hidden);
  root.append(
    bar.root,
    element(
      "div",
      { class: "panel-head" },
      element("h2", {}, t("layers.title")),
      folds.all,
      projector,
      element("label", { class: "switch" }, filters, element("span", {}, t("layers.filters"))),
    ),
    element(
      "div",
      { class: "layers-guide" },
      element("p", { class: "note" }, t("layers.hint", { number: columns.length })),
      legend.root,
    ),
    element("div", { class: "layers-stage" }, edges.root, lines.root, row),
    bar.foot,
    lens.root,
  );

  const seen = watchSeen(columns.map(({ root }) => root), (index) => columns[index].draw());

  /** @type {number[]} layers with an outline: what is looked at, and what it is made of */
  let looked = [];

  function draw() {
    filters.checked = state.get().filters;
    for (const index of seen.indices()) columns[index].draw();
    legend.draw();
    showLook(lookedLayers());
  }

  /** Only what was and what is looked at has another outline. */
  function drawLook() {
    const now = lookedLayers();
    for (const index of new Set([...looked, ...now])) {
      if (seen.has(index)) columns[index].draw();
    }
    showLook(now);
  }

  /** @param {number[]} now */
  function showLook(now) {
    looked = now;
    lines.draw();
    lens.draw();
  }

  /** @returns {number[]} */
  function lookedLayers() {
    const look = lookOf(state.get());
    return look ? [look.index, ...architecture.steps[look.index].inputs] : [];
  }

  function arrange() {
    const shown = shownLayers(state.get(), folds.groups);
    columns.forEach((column, index) => {
      column.root.hidden = !shown[index];
    });
    folds.draw();
    bar.draw();
    for (const entry of entries) {
      if (entry.layers.length > 1) entry.root.hidden = !entry.layers.some((index) => shown[index]);
    }
    edges.choose(shown, isSlide());
    sizeRows(row, shownEntries(entries), root.closest(".convscope") ?? root);
    draw();
    edges.draw();
    showEdge();
  }

  /** @returns {boolean} whether one layer is shown to a room */
  function isSlide() {
    const { projector, slide } = state.get();
    return projector && slide > 0;
  }

  /** Fades the edge behind which there are more layers. */
  function showEdge() {
    row.classList.toggle("has-more", row.scrollLeft + row.clientWidth < row.scrollWidth - 1);
  }

  const drawing = oncePerFrame(draw);
  const looking = oncePerFrame(drawLook);
  const arranging = oncePerFrame(arrange);
  const size = watchWidth(row, arranging.request);
  const stops = [
    state.subscribe(({ layer }, changed) => {
      if (changed.has("layer") || changed.has("neuron")) state.set({ isLookEnded: false });
      if (changed.has("layer")) unfoldLayer(state, folds.groups, layer);
      if (ARRANGED.some((key) => changed.has(key))) arranging.request();
      if (SHOWN.some((key) => changed.has(key))) drawing.request();
      else if (LOOKED.some((key) => changed.has(key))) looking.request();
    }),
    listen(row, "scroll", () => {
      showEdge();
      edges.draw();
      looking.request();
    }, { passive: true }),
    listen(globalThis, "resize", arranging.request),
    listen(filters, "change", () => state.set({ filters: filters.checked })),
    drawing.cancel,
    looking.cancel,
    arranging.cancel,
    seen.stop,
    size.stop,
  ];
  unfoldLayer(state, folds.groups, state.get().layer);
  arrange();
  return () => stops.forEach((stop) => stop());
}
