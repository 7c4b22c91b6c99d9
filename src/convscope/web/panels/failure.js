/** What is shown in the place of a screen that cannot be opened. */

/** @import { Language } from "../core/texts.js" */
import { element } from "../core/dom.js";
import { translateError } from "../core/error_translation.js";
import { errorParts } from "../core/errors.js";
import { textsIn } from "../core/texts.js";

/**
 * Returns what went wrong, what was expected, and what to do now.
 *
 * @param {unknown} thrown
 * @param {Language} language
 * @returns {HTMLElement}
 */
export function failure(thrown, language) {
  const { error, expected, fix } = translateError(errorParts(thrown), language);
  return element(
    "div",
    { class: "error-panel", role: "alert" },
    element("strong", {}, textsIn(language)("error.title")),
    element("p", {}, `${error} ${expected} ${fix}`),
  );
}
