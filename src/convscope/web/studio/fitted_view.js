/** What a net gets of some images, beside the images as they lie in their files. */

/** @import { Language } from "../core/texts.js" */
/** @import { DataStore } from "./data_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { element, listen } from "../core/dom.js";
import { failure } from "../panels/failure.js";
import { addressFor, ask } from "./api.js";
import { trainAddress } from "./links.js";
import { createGrowingList } from "./tiles.js";

const FITS = /** @type {const} */ (["pad", "crop", "stretch"]);

/** Rows and columns that can be asked for. */
const MOST_SIDE = 1024;

/** Images that are shown at once. */
const COUNT = 12;

/**
 * Returns the view.
 *
 * @param {any} set as the server tells it
 * @param {string} split
 * @param {DataStore} state
 * @param {Translate} t
 * @param {Language} language
 * @param {string} chosen language that the reader chose, or empty
 * @returns {HTMLElement}
 */
export function createFittedView(set, split, state, t, language, chosen) {
  const { source, image_shape: [ownHeight, ownWidth] } = set;
  const now = set.has_files ? state.get() : { ...state.get(), height: 0, width: 0, fit: "" };
  const height = now.height || ownHeight;
  const width = now.width || ownWidth;
  const fit = now.fit || (set.fit ?? FITS[0]).split(":")[0];
  const asked = { height, width, fit };
  const select = element(
    "select",
    {},
    ...FITS.map((name) =>
      element(
        "option",
        { value: name, selected: name === fit },
        t(/** @type {TextKey} */ (`fitted.${name}`)),
      )
    ),
  );
  listen(select, "change", () => state.set({ fit: select.value }));
  const list = createGrowingList(
    async (start) => {
      const wanted = now.class || "all";
      const query = { source, split, class: wanted, start, count: COUNT };
      const { total, images } = await ask(["set", "images"], query);
      return { total, items: images };
    },
    (images) => element("ul", { class: "fitted", role: "list" }, ...images.map(pair)),
    (count) => t("studio.more", { count }),
    (thrown) => failure(thrown, language),
  );
  return element(
    "div",
    { class: "labelled" },
    ...set.has_files
      ? [
        element(
          "div",
          { class: "tools" },
          sideField("train.height", "height", height),
          sideField("train.width", "width", width),
          element("label", { class: "field" }, t("fitted.fit"), select),
        ),
        element("p", { class: "note" }, t("fitted.note", { command: command() })),
        element(
          "a",
          { class: "main-button", href: trainAddress(chosen, { source, settings: asked }) },
          t("fitted.train"),
        ),
      ]
      : [element("p", { class: "note" }, t("fitted.arrays"))],
    list,
  );

  /** @param {TextKey} label @param {"height" | "width"} side @param {number} value */
  function sideField(label, side, value) {
    const input = element("input", { type: "number", min: 1, max: MOST_SIDE, value });
    listen(input, "change", () => {
      const wanted = Math.round(Number(input.value));
      state.set({ [side]: wanted >= 1 ? Math.min(wanted, MOST_SIDE) : 0 });
    });
    return element("label", { class: "field" }, t(label), input);
  }

  /** What a training with these settings is called in a terminal. */
  function command() {
    const name = /[^\w./-]/.test(source) ? `"${source}"` : source;
    return `convscope train ${name} --size ${height}x${width} --fit ${fit}`;
  }

  /** @param {{index: number, label: string}} image */
  function pair({ index, label }) {
    const query = { source, split, index };
    return element(
      "li",
      {},
      picture("fitted.original", { ...query, shown: "original" }, label),
      picture("fitted.gets", { ...query, height, width, fit }, label),
      element("span", { class: "tile-text" }, label),
    );
  }

  /** @param {TextKey} caption @param {Record<string, any>} query @param {string} label */
  function picture(caption, query, label) {
    const src = addressFor(["set", "fitted"], query);
    const alt = `${t(caption)}: ${label}`;
    return element(
      "figure",
      {},
      element("img", { src, alt, loading: "lazy" }),
      element("figcaption", {}, t(caption)),
    );
  }
}
