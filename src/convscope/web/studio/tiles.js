/** Small pictures in rows, more of them on demand; those that are far away are not fetched. */

import { button, element } from "../core/dom.js";

/**
 * A picture with what stands below it.
 *
 * @typedef {object} Tile
 * @property {string} source address of the picture
 * @property {string} alt what it is, for who does not see it
 * @property {readonly (Node | string)[]} caption
 * @property {string} [href] where it leads
 * @property {HTMLElement} [control] such as a box to choose it
 */

/**
 * Returns pictures in rows.
 *
 * @param {readonly Tile[]} tiles
 * @returns {HTMLElement}
 */
export function createTiles(tiles) {
  return element("ul", { class: "tiles", role: "list" }, ...tiles.map(tileOf));
}

/** @param {Tile} tile @returns {HTMLElement} */
function tileOf({ source, alt, caption, href, control }) {
  const picture = element("img", { src: source, alt, loading: "lazy", width: 64, height: 64 });
  const shown = href ? element("a", { href }, picture) : picture;
  const text = element("span", { class: "tile-text" }, ...caption);
  const inside = control ? element("label", {}, picture, control, text) : null;
  return element("li", {}, ...(inside ? [inside] : [shown, text]));
}

/**
 * Returns a list that grows: it asks for its first part at once, and for the next on demand.
 *
 * @template Item
 * @param {(start: number) => Promise<{total: number, items: readonly Item[]}>} ask
 * @param {(items: readonly Item[]) => HTMLElement} show
 * @param {(count: number) => string} label of the button for more
 * @param {(thrown: unknown) => HTMLElement} fail
 * @param {(total: number) => void} [tell] called with how many there are
 * @returns {HTMLElement}
 */
export function createGrowingList(ask, show, label, fail, tell = () => {}) {
  const root = element("div", { class: "growing" });
  const more = button("", () => grow(true));
  more.hidden = true;
  root.append(more);
  let shown = 0;

  /** @param {boolean} isAsked whether somebody pressed the button */
  async function grow(isAsked) {
    more.disabled = true;
    try {
      const { total, items } = await ask(shown);
      if (shown === 0) tell(total);
      shown += items.length;
      const part = show(items);
      root.insertBefore(part, more);
      const left = total - shown;
      more.hidden = left <= 0 || items.length === 0;
      more.textContent = label(Math.min(left, items.length));
      if (isAsked) {
        // Whoever came by keyboard goes on with what is new.
        const next = /** @type {HTMLElement | null} */ (part.querySelector("a, input"));
        next?.focus({ preventScroll: true });
      }
    } catch (thrown) {
      root.replaceChildren(fail(thrown));
    }
    more.disabled = false;
  }
  grow(false);
  return root;
}
