/** Images to choose from, and what can be decided about the chosen ones. */

/** @import { Translate } from "./texts.js" */
/** @import { Tile } from "./tiles.js" */
import { button, element, listen } from "../core/dom.js";
import { addressFor } from "./api.js";

/**
 * @typedef {{split: string, index: number, name: string, label: string, proposed?: string,
 *   chance?: number}} SetImage
 */

/**
 * What is decided about images; every entry is a decision of its own.
 *
 * @typedef {{images: string[], label?: string, split?: string, removed?: boolean}} Decision
 */

/**
 * Returns the tools above the images, and what makes a tile of an image.
 *
 * @param {{source: string, classes: string[], counts: Record<string, number[]>}} set
 * @param {Translate} t
 * @param {(decisions: Decision[]) => void} decide
 */
export function createLabelling({ source, classes, counts }, t, decide) {
  /** @type {Map<string, {image: SetImage, box: HTMLInputElement}>} */
  const shown = new Map();
  const counted = element("output", {});
  const label = element(
    "select",
    { "aria-label": t("set.relabel") },
    ...classes.map((name) => element("option", { value: name }, name)),
  );
  const split = element(
    "select",
    { "aria-label": t("set.move") },
    ...Object.keys(counts).map((name) =>
      element("option", { value: name }, t(/** @type {any} */ (`set.split.${name}`)))
    ),
  );
  const chosen = () => [...shown.values()].filter(({ box }) => box.checked);
  const names = () => chosen().map(({ image }) => image.name);
  const proposed = button(t("set.takeProposed"), () => {
    /** @type {Map<string, string[]>} */
    const byClass = new Map();
    for (const { image } of chosen()) {
      const to = image.proposed ?? "";
      if (to) byClass.set(to, [...byClass.get(to) ?? [], image.name]);
    }
    decide([...byClass].map(([to, images]) => ({ images, label: to })));
  }, { class: "main-button" });
  const actions = [
    proposed,
    label,
    button(t("set.doRelabel"), () => decide([{ images: names(), label: label.value }])),
    split,
    button(t("set.move"), () => decide([{ images: names(), split: split.value }])),
    button(t("set.leaveOut"), () => decide([{ images: names(), removed: true }])),
  ];
  const root = element(
    "div",
    { class: "tools labelling" },
    button(t("set.chooseAll"), () => chooseAll(true)),
    button(t("set.chooseNone"), () => chooseAll(false)),
    counted,
    ...actions,
  );

  /** @param {boolean} isChosen */
  function chooseAll(isChosen) {
    for (const { box } of shown.values()) box.checked = isChosen;
    count();
  }

  function count() {
    const number = chosen().length;
    counted.textContent = t("set.chosen", { count: number });
    for (const each of actions) each.disabled = number === 0;
    proposed.hidden = ![...shown.values()].some(({ image }) => image.proposed);
  }
  count();

  return {
    root,
    chooseAll: () => chooseAll(true),
    /** @param {(image: SetImage) => boolean} isWanted chooses these and no others */
    choose(isWanted) {
      for (const { image, box } of shown.values()) box.checked = isWanted(image);
      count();
    },
    /**
     * @param {SetImage} image
     * @param {readonly (Node | string)[]} [caption]
     * @returns {Tile}
     */
    tileOf(image, caption = [image.label]) {
      const { name, index } = image;
      const to = image.proposed;
      const box = element("input", {
        type: "checkbox",
        "aria-label": to
          ? t("suspects.chooseOne", { name: shortName(name), label: image.label, proposed: to })
          : t("set.choose", { name: shortName(name), label: image.label }),
      });
      listen(box, "change", count);
      shown.set(name, { image, box });
      queueMicrotask(count);
      return {
        source: addressFor(["set", "image"], { source, split: image.split, index }),
        alt: "",
        caption,
        control: box,
      };
    },
  };
}

/** @param {string} name of an image @returns {string} without most of a long hash */
function shortName(name) {
  return name.startsWith("sha256:") ? name.slice(0, 15) : name;
}
