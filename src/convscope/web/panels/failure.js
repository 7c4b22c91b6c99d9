/** What is shown in the place of a screen that cannot be opened. */

/** @import { ErrorParts } from "../core/errors.js" */
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
  return element(
    "div",
    { class: "error-panel", role: "alert" },
    element("strong", {}, textsIn(language)("error.title")),
    element("p", {}, errorText(errorParts(thrown), language)),
  );
}

/**
 * Returns an error's sentences as one text.
 *
 * @param {ErrorParts} parts
 * @param {Language} language
 * @returns {string}
 */
export function errorText(parts, language) {
  return textsIn(language)("error.sentences", translateError(parts, language));
}
