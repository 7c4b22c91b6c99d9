/** Small pictures of a class; those that are off screen are let go. */

/** @import { Translate } from "./texts.js" */
import { element } from "../core/dom.js";
import { addressFor } from "./api.js";

/** Pictures of a class in the page. */
export const MOST_SHOWN = 60;

/**
 * @typedef {object} Thumbnails
 * @property {HTMLElement} root
 * @property {(collection: string, images: readonly string[]) => void} show
 * @property {() => string[]} chosen
 * @property {() => void} stop
 */

/**
 * Returns the pictures.
 *
 * @param {Translate} t
 * @param {() => void} changed called when another one is chosen
 * @returns {Thumbnails}
 */
export function createThumbnails(t, changed) {
  const root = element("ul", { class: "tiles", role: "list" });
  /** @type {Map<string, {item: HTMLElement, box: HTMLInputElement, picture: HTMLImageElement}>} */
  const shown = new Map();
  let place = "";
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const picture = /** @type {HTMLImageElement} */ (target);
      if (isIntersecting) picture.src = picture.dataset.source ?? "";
      else picture.removeAttribute("src");
    }
  });

  /** @param {string} image */
  function letGo(image) {
    const { item, picture } = shown.get(image) ?? {};
    if (picture) observer.unobserve(picture);
    item?.remove();
    shown.delete(image);
  }

  return {
    root,
    show(collection, images) {
      for (const image of [...shown.keys()]) {
        if (collection !== place || !images.includes(image)) letGo(image);
      }
      place = collection;
      images.slice(0, MOST_SHOWN).forEach((image, index) => {
        if (shown.has(image)) return;
        const source = addressFor(["collections", collection, "image"], { image });
        const picture = element("img", { alt: "", width: 64, height: 64, "data-source": source });
        const box = element("input", {
          type: "checkbox",
          "aria-label": t("collect.choice", { name: image }),
        });
        box.addEventListener("change", changed);
        const item = element("li", {}, element("label", {}, picture, box));
        root.insertBefore(item, root.children[index] ?? null);
        shown.set(image, { item, box, picture });
        observer.observe(picture);
      });
    },
    chosen: () => [...shown].filter(([, { box }]) => box.checked).map(([image]) => image),
    stop: () => observer.disconnect(),
  };
}
