/** A field that finds lessons, headings, words and puzzles, with links to what was found. */

/** @import { Place } from "./search.js" */
/** @import { Translate } from "./texts.js" */
import { element, listen } from "../core/dom.js";
import { findPlaces } from "./search.js";

/** So many are shown; more words find fewer. */
const MOST = 30;

/**
 * Returns the field with what it finds.
 *
 * @param {() => readonly Place[]} places those that are there by now
 * @param {Translate} t
 * @param {string} typed at the beginning
 * @param {(place: Place) => HTMLElement} linkTo
 * @param {(typed: string) => void} change told of what is typed, at the beginning as well
 * @returns {{root: HTMLElement, refresh: () => void}} `refresh` searches again
 */
export function createSearch(places, t, typed, linkTo, change) {
  const field = element("input", {
    type: "search",
    class: "search-field",
    "aria-label": t("search.label"),
    placeholder: t("search.label"),
    autocomplete: "off",
    spellcheck: "false",
  });
  field.value = typed;
  const said = element("p", { class: "note", role: "status" });
  const list = element("ol", { class: "found" });
  const root = element("div", { class: "search", role: "search" }, field, said, list);

  function show() {
    const found = findPlaces(places(), field.value);
    const isAsked = field.value.trim() !== "";
    said.textContent = isAsked ? t("search.found", { count: found.length }) : "";
    list.replaceChildren(
      ...found.slice(0, MOST).map((place) =>
        element(
          "li",
          {},
          linkTo(place),
          " ",
          element(
            "span",
            { class: "note" },
            t(`search.${place.kind}`, { number: place.lesson.number, title: place.lesson.title }),
          ),
        )
      ),
    );
    change(field.value);
  }

  listen(field, "input", show);
  listen(root, "keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return; // The keys choose among conversions.
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(/** @type {any} */ (document.activeElement));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (next !== undefined && stops[next]) {
      event.preventDefault();
      stops[next].focus();
    } else if (event.key === "Escape") {
      field.value = "";
      field.focus();
      show();
    }
  });
  show();
  return { root, refresh: show };
}
