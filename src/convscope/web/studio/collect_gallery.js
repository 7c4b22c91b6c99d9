/** The images of a class, a page of them at a time: however many there are, the screen stays small. */

/** @import { Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";
import { createThumbnails, MOST_SHOWN } from "./collect_thumbnails.js";

/**
 * Returns the images with a title of their own.
 *
 * @param {Translate} t
 * @param {string} collection
 * @param {{changed: () => void, renew: () => void}} does `changed` hears that others are chosen,
 *   `renew` shows what `asked` says
 */
export function createGallery(t, collection, { changed, renew }) {
  const title = element("h2", {});
  const place = element("span", { role: "status" });
  const newer = button(t("collect.newer"), () => turn(-MOST_SHOWN));
  const older = button(t("collect.older"), () => turn(MOST_SHOWN));
  const pager = element("div", { class: "tools" }, newer, older, place);
  const thumbnails = createThumbnails(t, changed);
  let className = "";
  let start = 0;

  /** @param {number} by */
  function turn(by) {
    start = Math.max(0, start + by);
    renew();
  }

  return {
    title,
    root: element("div", {}, pager, thumbnails.root),
    chosen: thumbnails.chosen,
    stop: thumbnails.stop,
    /** @param {string} to the class @returns {{class: string, start: number}} what to ask for */
    asked(to) {
      if (to !== className) start = 0;
      className = to;
      return { class: to, start };
    },
    /** @param {string} to @param {readonly string[]} images @param {number} total */
    show(to, images, total) {
      if (images.length === 0 && total > 0) return turn(-MOST_SHOWN); // deleted meanwhile
      title.textContent = t("collect.images", { name: to });
      pager.hidden = total <= MOST_SHOWN;
      newer.disabled = start === 0;
      older.disabled = start + images.length >= total;
      place.textContent = t("collect.shown", {
        first: start + 1,
        last: start + images.length,
        total,
      });
      thumbnails.show(collection, images);
    },
  };
}
