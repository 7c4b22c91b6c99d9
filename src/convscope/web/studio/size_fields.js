/** To what size the images of files are brought, and how: for sets of files only. */

/** @import { TrainStore } from "./training_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { element, listen } from "../core/dom.js";

export const SIDES = /** @type {const} */ (["height", "width"]);

/** What a set asks of a net. @typedef {{image_shape: number[], has_files: boolean}} Wanted */

/**
 * Returns the fields.
 *
 * @param {TrainStore} state
 * @param {readonly string[]} fits names of the ways
 * @param {(side: typeof SIDES[number]) => HTMLElement} sideField
 * @param {(name: string, value: string) => void} setting
 * @param {Translate} t
 * @returns {{root: HTMLElement, suit: (wanted?: Wanted) => void}} `suit` shows them where a set
 *   has files
 */
export function createSizeFields(state, fits, sideField, setting, t) {
  const select = element(
    "select",
    { name: "fit" },
    element("option", { value: "" }, t("train.recipesOwn")),
    ...fits.map((value) =>
      element(
        "option",
        { value, selected: value === state.get().settings.fit },
        t(/** @type {TextKey} */ (`fitted.${value}`)),
      )
    ),
  );
  listen(select, "change", () => setting("fit", select.value));
  const sides = SIDES.map(sideField);
  const root = element(
    "div",
    { class: "tools size-fields", hidden: true },
    ...sides,
    element("label", { class: "field", "data-setting": "fit" }, t("fitted.fit"), select),
  );
  return {
    root,
    suit(wanted) {
      const { settings } = state.get();
      // A size that the data refuse stays there to be taken away.
      root.hidden = !wanted?.has_files && !SIDES.some((side) => side in settings);
      if (!wanted || hasSize(settings)) return;
      sides.forEach((field, i) => {
        field.querySelector("input")?.setAttribute("placeholder", String(wanted.image_shape[i]));
      });
    },
  };
}

/** @param {Record<string, unknown>} settings @returns {boolean} whether a whole size is given */
export function hasSize(settings) {
  return SIDES.every((side) => Number.isInteger(settings[side]));
}

/**
 * Returns settings as the server takes them: one size instead of two sides.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Record<string, unknown>}
 */
export function withSize(settings) {
  const { height, width, ...others } = settings;
  return hasSize(settings) ? { ...others, size: [height, width] } : others;
}

/**
 * Returns settings as the form has them: two sides instead of one size.
 *
 * @param {Record<string, any>} settings of a run
 * @returns {Record<string, any>}
 */
export function withSides({ size, ...others }) {
  return size ? { ...others, height: size[0], width: size[1] } : others;
}

/**
 * Returns settings without what depends on the data's files.
 *
 * @param {Record<string, any>} settings
 * @returns {Record<string, any>}
 */
export function withoutSize({ height: _height, width: _width, fit: _fit, ...others }) {
  return others;
}
