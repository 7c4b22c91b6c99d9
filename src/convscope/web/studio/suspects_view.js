/** Labels that may be wrong: rather what, how surely, why; and choosing only the likely ones. */

/** @import { DataStore } from "./data_state.js" */
/** @import { Decision } from "./labelling.js" */
/** @import { Suspect } from "./suspects_state.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { addressFor } from "./api.js";
import { createLabelling } from "./labelling.js";
import { eyesText, likelyOnes, reasonTexts } from "./suspects_state.js";
import { percent } from "./texts.js";
import { createTiles } from "./tiles.js";

/**
 * Returns the labels that may be wrong.
 *
 * @param {{source: string, classes: string[], counts: Record<string, number[]>}} set
 * @param {{images: Suspect[], low: number, high: number, is_old: boolean, eyes: string}} found
 * @param {DataStore} state
 * @param {Translate} t
 * @param {{decide: (decisions: Decision[]) => void, lookAgain: () => void}} use
 * @returns {HTMLElement}
 */
export function createSuspectsView(set, found, state, t, use) {
  const { images, low, high, is_old, eyes } = found;
  const old = is_old
    ? [element(
      "div",
      { class: "tools" },
      element("p", {}, t("suspects.old")),
      button(t("suspects.again"), use.lookAgain),
    )]
    : [];
  if (!images.length) return element("div", {}, ...old, element("p", {}, t("suspects.none")));
  const labelling = createLabelling(set, t, use.decide);
  const choose = button("", () => {
    const chosen = new Set(likelyOnes(images, least()).map(({ name }) => name));
    labelling.choose(({ name }) => chosen.has(name));
  }, { class: "main-button" });
  const range = element("input", { type: "range", min: 1, max: 99, value: state.get().least });
  const value = element("output", {});
  const least = () => Number(range.value);
  const tiles = createTiles(images.map((image) => labelling.tileOf(image, captionOf(image))));
  tiles.classList.add("suspects");

  function show() {
    value.textContent = t("suspects.leastValue", { percent: least() });
    const likely = likelyOnes(images, least());
    choose.textContent = t("suspects.choose", { count: likely.length });
    choose.disabled = likely.length === 0;
    images.forEach((image, place) =>
      tiles.children[place].classList.toggle("is-likely", likely.includes(image))
    );
  }
  listen(range, "input", show);
  listen(range, "change", () => state.set({ least: least() }));
  show();
  return element(
    "div",
    { class: "labelled" },
    element(
      "p",
      { class: "note" },
      t("suspects.note", {
        count: images.length,
        low: percent(low),
        high: percent(high),
        eyes: eyesText(eyes, t),
      }),
    ),
    ...old,
    element(
      "div",
      { class: "tools" },
      choose,
      element("label", { class: "field" }, t("suspects.least"), range),
      value,
    ),
    labelling.root,
    tiles,
  );

  /** @param {Suspect} image */
  function captionOf(image) {
    const { label, proposed, chance, margin, split, alike } = image;
    return [
      element("strong", {}, t("suspects.proposed", { label, proposed })),
      element("br"),
      t("suspects.lead", { points: Math.round(100 * margin), percent: percent(chance) }),
      element(
        "span",
        { class: "note" },
        ...reasonTexts(image, t).map((text) => element("span", { class: "reason" }, text)),
      ),
      element(
        "span",
        { class: "alike" },
        ...alike.map((index) =>
          element("img", {
            src: addressFor(["set", "image"], { source: set.source, split, index }),
            alt: t("suspects.alike", { proposed }),
            title: t("suspects.alike", { proposed }),
            loading: "lazy",
            width: 28,
            height: 28,
          })
        ),
      ),
    ];
  }
}
