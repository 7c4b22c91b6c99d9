/** The screen with the glossary of the lessons. */

/** @import { Lesson } from "../lessons/lesson.js" */
/** @import { Language } from "../core/texts.js" */
/** @import { Screen } from "./page.js" */
import { element } from "../core/dom.js";
import { createStore } from "../core/state.js";
import { termsOf } from "../lessons/glossary.js";
import { createGlossary } from "../lessons/glossary_view.js";
import { lessonTextsIn } from "../lessons/texts.js";
import { addressOf, languageOfPage } from "./page.js";

/** @type {Screen} */
export const glossaryScreen = {
  name: "glossary",
  title: (language) => lessonTextsIn(language)("glossary.name"),
  open,
};

/** The part of the address that names a word, by its key. */
export const WORD = { word: "" };

/** @type {Screen["open"]} */
function open(place, page) {
  const lessons = /** @type {Record<Language, Lesson[]>} */ (page.settings.lessons);
  const state = createStore({ ...WORD });
  const disconnect = page.address.connect(state, { defaults: WORD, visited: ["word"] });
  const main = element("main", { class: "lessons-screen" });
  place.append(main);
  /** @type {Map<string, HTMLElement>} */
  let entries = new Map();

  function show() {
    const language = languageOfPage(page.store);
    const linkTo = (/** @type {Lesson} */ { name, title }) =>
      element("a", { href: addressOf(page, { lesson: name }) }, title);
    const made = createGlossary(termsOf(lessons, language), language, linkTo);
    entries = made.entries;
    main.replaceChildren(made.root);
  }

  /** Leads to the word that was asked for. */
  function lead() {
    for (const entry of entries.values()) entry.classList.remove("is-meant");
    const entry = entries.get(state.get().word);
    entry?.classList.add("is-meant");
    entry?.scrollIntoView({ block: "center" });
    entry?.focus({ preventScroll: true });
  }

  show();
  const stops = [
    state.subscribe(lead),
    page.store.subscribe((_, changed) => {
      if (!changed.has("language")) return;
      show();
      lead();
    }),
  ];
  // The screen's beginning takes the focus first.
  const frame = requestAnimationFrame(lead);
  return Promise.resolve(() => {
    cancelAnimationFrame(frame);
    for (const stop of [...stops, disconnect]) stop();
  });
}
