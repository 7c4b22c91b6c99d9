/** The examples of each class, and adding what lies on the pad to one of them. */

/** @import { Trial } from "./trial.js" */
/** @import { Added, TrainingStore } from "./training_state.js" */
import { button, element } from "../core/dom.js";
import { paintValues } from "../draw/pixels.js";
import { SIDE } from "../learning/small_nets.js";
import { contextOf, palettesOf } from "../panels/canvas.js";
import { textsOf } from "../panels/reader.js";
import { numExamples } from "./settings_panel.js";

/** Pictures that are shown of each class. */
const NUM_SHOWN = 8;

/** Changes of the state after which the panel looks different. */
const SHOWN = /** @type {const} */ (["set", "isBlank", "theme", "plain"]);

/**
 * Mounts the panel, in two places.
 *
 * @param {HTMLElement} root for the examples
 * @param {HTMLElement} besidePad for the buttons that add one
 * @param {TrainingStore} state
 * @param {() => Trial | null} trial
 * @returns {() => void} its clean-up
 */
export function mount(root, besidePad, state, trial) {
  const t = textsOf(state.get());
  const adding = element("div", { class: "tools" });
  const classes = element("ul", { class: "example-classes" });
  const spoken = element("p", { class: "for-screen-readers", role: "status" });
  besidePad.append(adding, spoken);
  root.append(classes);
  let shownNames = "";

  /** @returns {"shapes" | "own" | null} the set that drawings are added to */
  function target() {
    const { trainData } = state.get();
    return trainData === "digits" ? null : trainData;
  }

  /** @param {number} label */
  function add(label) {
    const image = trial()?.take();
    const key = target();
    if (!image || !key) return;
    change(key, [...state.get().added[key], { image, label }], label, "train.added", 1);
    trial()?.clear();
  }

  function removeLast() {
    const key = target();
    const last = key && state.get().added[key].at(-1);
    if (!key || !last) return;
    change(key, state.get().added[key].slice(0, -1), last.label, "train.removed", -1);
  }

  /**
   * @param {"shapes" | "own"} key
   * @param {Added[]} list
   * @param {number} label
   * @param {"train.added" | "train.removed"} text
   * @param {number} difference
   */
  function change(key, list, label, text, difference) {
    const now = state.get();
    const name = now.set?.classNames[label] ?? "";
    spoken.textContent = t(text, { name, number: numExamples(now, label) + difference });
    state.set({ added: { ...now.added, [key]: list } });
  }

  function show() {
    const now = state.get();
    const { set, isBlank } = now;
    const key = target();
    const names = key && set ? set.classNames : [];
    adding.hidden = names.length === 0;
    if (names.join("\n") !== shownNames) {
      shownNames = names.join("\n");
      adding.replaceChildren(
        ...names.map((name, label) => button(t("train.add", { name }), () => add(label))),
        button(t("train.removeLast"), removeLast, { class: "quiet" }),
      );
    }
    const buttons = [...adding.querySelectorAll("button")];
    const hasAdded = key !== null && now.added[key].length > 0;
    buttons.forEach((each, index) => each.disabled = index < names.length ? isBlank : !hasAdded);
    classes.replaceChildren(...(set?.classNames ?? []).map((name, label) => {
      const item = element(
        "li",
        {},
        element(
          "span",
          { class: "class-count" },
          t("train.count", {
            name,
            number: numExamples(now, label),
          }),
        ),
      );
      const strip = thumbnails(label);
      if (strip) {
        strip.setAttribute("aria-label", t("train.thumbnails", { name }));
        item.append(strip);
      }
      return item;
    }));
  }

  /** @param {number} label @returns {HTMLCanvasElement | null} */
  function thumbnails(label) {
    const { set } = state.get();
    const { images = [], labels = [] } = set?.train ?? {};
    const shown = images.filter((_, index) => labels[index] === label).slice(-NUM_SHOWN).reverse();
    if (shown.length === 0) return null;
    const canvas = element("canvas", {
      class: "thumbnails",
      role: "img",
      width: SIDE * NUM_SHOWN,
      height: SIDE,
    });
    const { level } = palettesOf(state.get());
    shown.forEach((image, index) => {
      const pixels = paintValues(image, { low: 0, high: 255 }, level);
      const data = new ImageData(new Uint8ClampedArray(pixels.buffer), SIDE, SIDE);
      contextOf(canvas).putImageData(data, index * SIDE, 0);
    });
    return canvas;
  }

  show();
  return state.subscribe((_, changed) => {
    if (SHOWN.some((key) => changed.has(key))) show();
  });
}
