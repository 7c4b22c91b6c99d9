/** A net as blocks: added, moved, removed, joined and changed, with what follows beside each. */

/** @import { LayerData } from "./blocks_state.js" */
/** @import { Language } from "../core/texts.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { errorText } from "../panels/failure.js";
import {
  optionOf,
  optionText,
  withLayer,
  withMoved,
  withOption,
  withoutLayer,
} from "./blocks_state.js";

/**
 * @typedef {object} Option
 * @property {string} name
 * @property {string} expected in words
 * @property {unknown} example a value that is accepted
 * @property {string[] | null} choices
 * @property {boolean} is_flag
 * @property {unknown} default
 * @property {boolean} is_required
 */

/** @typedef {{kind: string, options: Option[], joins: boolean}} Kind */

/** What the server says of a net. @typedef {Record<string, any>} Described */

/** Bytes of a 32-bit number for each of an 8-bit one. */
const FLOAT_BYTES = 4;

/** Options that say how something is learned, and not what a block does. */
const HIDDEN = new Set(["use_bias"]);

/**
 * Returns the editor.
 *
 * @param {Described} net as the server describes it
 * @param {readonly Kind[]} kinds
 * @param {Translate} t
 * @param {Language} language
 * @param {(update: (now: LayerData[]) => LayerData[], said?: string) => void} change is given what
 *   makes the new layers of those at that time: the server may not have answered about the last
 *   change yet
 * @param {{place: number, kind: string}} chosen the block that new ones follow, and that keeps the
 *   focus; and of which kind they are
 * @returns {HTMLElement}
 */
export function createBlocksEditor(net, kinds, t, language, change, chosen) {
  /** @type {LayerData[]} */
  const layers = net.architecture.layers;
  const { problem } = net;
  const list = element("ol", { class: "blocks" }, ...layers.map(blockOf));
  const kind = element(
    "select",
    { "aria-label": t("blocks.kind") },
    ...kinds.map((each) =>
      element("option", { value: each.kind, selected: each.kind === chosen.kind }, each.kind)
    ),
  );
  listen(kind, "change", () => {
    chosen.kind = kind.value; // an answer that comes late shows the editor anew
  });
  const root = element(
    "div",
    { class: "blocks-editor" },
    list,
    element(
      "div",
      { class: "tools" },
      kind,
      button(t("blocks.add"), () => {
        const layer = newLayer(kind.value);
        const place = chosen.place < 0 ? layers.length - 1 : chosen.place;
        chosen.place = place + 1;
        change((now) => withLayer(now, layer, place));
      }),
      element("span", { class: "note" }, t("blocks.after")),
    ),
  );
  if (!problem) {
    root.append(element(
      "p",
      { class: "note totals" },
      t("blocks.total", {
        parameters: net.parameters,
        bytes: bytesText(net.bytes),
        cost: net.multiply_adds,
        peak: bytesText(net.peak_bytes),
        bytes8: bytesText(net.bytes / FLOAT_BYTES),
        peak8: bytesText(net.peak_bytes / FLOAT_BYTES),
      }),
    ));
  }
  return root;

  /** @param {string} name @returns {LayerData} with examples for what it needs */
  function newLayer(name) {
    const options = kinds.find((each) => each.kind === name)?.options ?? [];
    const needed = options.filter((option) => option.is_required);
    return { kind: name, ...Object.fromEntries(needed.map((each) => [each.name, each.example])) };
  }

  /** @param {LayerData} layer @param {number} place @returns {HTMLElement} */
  function blockOf(layer, place) {
    const row = net.rows[place];
    const name = layer.name ?? row?.name ?? layer.kind;
    const choose = element("input", {
      type: "radio",
      name: "block",
      "aria-label": t("blocks.choose", { name }),
      checked: place === chosen.place,
    });
    listen(choose, "change", () => chosen.place = place);
    // Those without a pointer have the buttons for up and down.
    const handle = element("span", { class: "handle", "aria-hidden": "true" }, "⠿");
    const facts = row
      ? element(
        "dl",
        { class: "block-facts" },
        ...[
          [t("blocks.shape"), row.output_shape.join(" × ")],
          [t("blocks.parameters"), toText(row.parameters)],
          [t("blocks.cost"), toText(row.multiply_adds)],
          [t("blocks.sees"), row.sees],
        ].flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]),
      )
      : "";
    const isHere = problem && net.at === place;
    const mend = isHere && net.mend ? mender(net.mend) : null;
    const made = element(
      "li",
      {
        class: isHere ? "block is-impossible" : "block",
        "data-kind": layer.kind,
      },
      element(
        "div",
        { class: "block-head" },
        handle,
        choose,
        element("strong", {}, layer.kind),
        element("span", { class: "note" }, name),
        element(
          "span",
          { class: "block-tools" },
          mover("↑", t("blocks.up", { name }), place, place - 1),
          mover("↓", t("blocks.down", { name }), place, place + 1),
          button("✕", () => {
            chosen.place = Math.min(place, layers.length - 2);
            change((now) => withoutLayer(now, place));
          }, { "aria-label": t("blocks.remove", { name }), class: "quiet" }),
        ),
      ),
      optionsOf(layer, place, name),
      facts,
    );
    if (isHere) {
      made.append(element(
        "p",
        { class: "problem", role: "alert" },
        element("strong", {}, t("blocks.impossible")),
        ` ${errorText(problem, language)}`,
        ...mend ? [" ", mend] : [],
      ));
    }
    dragging(made, handle, place);
    return made;
  }

  /** @param {{at: number, option: string, value: number}} mend */
  function mender({ at, option, value }) {
    const words = t("blocks.mend", { option, value });
    return button(words, () => change((now) => withOption(now, at, option, value), words));
  }

  /** @param {string} sign @param {string} label @param {number} from @param {number} to */
  function mover(sign, label, from, to) {
    const press = button(sign, () => move(from, to), { "aria-label": label, class: "quiet" });
    press.disabled = to < 0 || to >= layers.length;
    return press;
  }

  /** @param {number} from @param {number} to */
  function move(from, to) {
    if (from === to) return;
    chosen.place = to;
    const name = layers[from].name ?? layers[from].kind;
    change((now) => withMoved(now, from, to), t("blocks.moved", { name, place: to + 1 }));
  }

  /** @param {LayerData} layer @param {number} place @param {string} name */
  function optionsOf(layer, place, name) {
    const options = kinds.find((each) => each.kind === layer.kind)?.options ?? [];
    const shown = options.filter((option) => !HIDDEN.has(option.name) || option.name in layer);
    const fields = shown.map((option) => fieldOf(layer, place, option));
    const inputs = element("input", {
      type: "text",
      value: (layer.inputs ?? []).join(", "),
      title: t("blocks.inputsHint"),
      "aria-description": t("blocks.inputsHint"),
    });
    listen(inputs, "change", () => {
      const names = inputs.value.split(",").map((each) => each.trim()).filter(Boolean);
      change((now) => withOption(now, place, "inputs", names.length ? names : undefined));
    });
    return element(
      "div",
      { class: "block-options", role: "group", "aria-label": t("blocks.options", { name }) },
      ...fields,
      element("label", { class: "field" }, t("blocks.inputs"), inputs),
    );
  }

  /** @param {LayerData} layer @param {number} place @param {Option} option */
  function fieldOf(layer, place, { name, expected, choices, is_flag, default: usual }) {
    const value = layer[name] ?? usual;
    const set = (/** @type {unknown} */ to) => change((now) => withOption(now, place, name, to));
    if (is_flag) {
      const box = element("input", { type: "checkbox", checked: value === true });
      listen(box, "change", () => set(box.checked));
      return element("label", { class: "field" }, box, name);
    }
    if (choices) {
      const select = element(
        "select",
        {},
        ...choices.map((each) =>
          element("option", { value: each, selected: each === (value ?? "linear") }, each)
        ),
      );
      listen(select, "change", () => set(select.value));
      return element("label", { class: "field" }, name, select);
    }
    const input = element("input", { type: "text", value: optionText(value), title: expected });
    listen(input, "change", () => set(optionOf(input.value)));
    return element("label", { class: "field" }, name, input);
  }

  /**
   * Lets a block be dragged by its handle, with whatever points.
   *
   * @param {HTMLElement} block
   * @param {HTMLElement} handle
   * @param {number} place
   */
  function dragging(block, handle, place) {
    let target = -1;
    /** @param {number} to place that the block would come to, or -1 */
    function aim(to) {
      target = to;
      [...list.children].forEach((each, i) => each.classList.toggle("is-target", i === to));
    }
    listen(handle, "pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      block.classList.add("is-dragged");
      aim(place);
    });
    listen(handle, "pointermove", (/** @type {PointerEvent} */ { clientY }) => {
      if (target < 0) return;
      const all = [...list.children].map((each) => each.getBoundingClientRect());
      const under = all.findIndex(({ bottom }) => clientY < bottom);
      aim(under < 0 ? all.length - 1 : under);
    });
    listen(handle, "pointerup", () => {
      const to = target;
      block.classList.remove("is-dragged");
      aim(-1);
      if (to >= 0) move(place, to);
    });
    listen(handle, "pointercancel", () => {
      block.classList.remove("is-dragged");
      aim(-1);
    });
  }
}

/** @param {number} bytes @returns {string} */
export function bytesText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
