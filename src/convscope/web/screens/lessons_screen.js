/** The screen with the lessons: the list, or one of them. */

/** @import { Store } from "../core/state.js" */
/** @import { Language } from "../core/texts.js" */
/** @import { Term } from "../lessons/glossary.js" */
/** @import { Lesson } from "../lessons/lesson.js" */
/** @import { Place } from "../lessons/search.js" */
/** @import { Translate } from "../lessons/texts.js" */
/** @import { Screen } from "./page.js" */
import { button, element, listen } from "../core/dom.js";
import { createStore, fromHash } from "../core/state.js";
import { textsIn } from "../core/texts.js";
import { termsOf } from "../lessons/glossary.js";
import { idOfPart, mountLesson } from "../lessons/lesson_view.js";
import { createList } from "../lessons/list_view.js";
import { createProgress } from "../lessons/progress.js";
import { placesOf } from "../lessons/search.js";
import { createSearch } from "../lessons/search_view.js";
import { figureNamed, puzzleNamed } from "../lessons/theme.js";
import { lessonTextsIn } from "../lessons/texts.js";
import { useRoomLetters } from "../panels/room_letters.js";
import { addressOf, languageOfPage } from "./page.js";

/** @type {Screen} */
export const lessonsScreen = {
  name: "lessons",
  title: (language) => textsIn(language)("page.lessons"),
  open,
};

/**
 * What the address names: a lesson, a part of it by its index, what the list is searched for, and
 * whether a room looks on, which needs large letters.
 */
export const LESSON = { lesson: "", part: 0, find: "", room: false };

/** @type {Screen["open"]} */
function open(place, page) {
  const lessons = /** @type {Record<Language, Lesson[]>} */ (page.settings.lessons);
  const state = createStore({ ...LESSON });
  const disconnect = page.address.connect(state, { defaults: LESSON, visited: ["lesson"] });
  const progress = createProgress();
  /** @type {Map<string, number>} */
  const seeds = new Map();
  const main = element("main", { class: "lessons-screen" });
  place.append(main);
  const { arrivals } = page.parts;
  const isHere = (/** @type {Lesson} */ lesson) => arrivals?.isHere(lesson) ?? true;
  /** @type {(() => void)[]} */
  let closing = [];

  /** @param {string} name of a figure @param {Record<string, string>} options @returns {Store<any>} */
  function stateOf(name, options) {
    const defaults = fromHash(String(new URLSearchParams(options)), figureNamed(name).defaults);
    const store = createStore({ ...defaults });
    closing.push(page.address.connect(store, { defaults }));
    return store;
  }

  /** @param {string} name of a lesson, empty for the list @param {string} text @param {number} [part] */
  function linkTo(name, text, part = 0) {
    const to = { ...name && { lesson: name }, ...part && { part: String(part) } };
    const link = element("a", { href: addressOf(page, to) }, text);
    listen(link, "click", (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // Into a window of its own.
      event.preventDefault();
      state.set({ lesson: name, part });
      scrollTo(0, 0);
      main.tabIndex = -1;
      main.focus({ preventScroll: true });
      lead();
    });
    return link;
  }

  /** @param {Term} term @param {string} shown @returns {HTMLElement} */
  function linkToTerm({ key, meaning }, shown) {
    const href = addressOf(page, { screen: "glossary", word: key });
    return element("a", { href, class: "term-link", title: meaning }, shown);
  }

  /** @param {readonly Lesson[]} all @param {Language} language */
  function list(all, language) {
    const t = lessonTextsIn(language);
    const terms = termsOf(lessons, language);
    const places = () =>
      placesOf(
        all.map((lesson) => isHere(lesson) ? lesson : { ...lesson, parts: [] }),
        terms,
        (puzzle) => t(puzzleNamed(puzzle).title),
      );
    const linkToPlace = (/** @type {Place} */ { kind, text, lesson, part, key }) =>
      kind === "term"
        ? element("a", { href: addressOf(page, { screen: "glossary", word: key }) }, text)
        : linkTo(lesson.name, text, part);
    return createList(
      all,
      language,
      progress,
      ({ name, title }) => linkTo(name, title),
      (change) => {
        const search = createSearch(places, t, state.get().find, linkToPlace, (find) => {
          state.set({ find });
          change(find);
        });
        if (arrivals) closing.push(arrivals.subscribe(search.refresh));
        return search.root;
      },
    );
  }

  function show() {
    for (const close of closing) close();
    closing = [];
    main.replaceChildren();
    const language = languageOfPage(page.store);
    const t = lessonTextsIn(language);
    const all = lessons[language];
    const at = all.findIndex(({ name }) => name === state.get().lesson);
    if (at < 0) {
      main.append(list(all, language));
      return;
    }
    main.append(
      element("div", { class: "lesson-head" }, linkTo("", t("lessons.all")), roomSwitch(t)),
    );
    if (!isHere(all[at])) {
      main.append(element("p", { class: "note" }, t("lessons.arriving", { title: all[at].title })));
      closing.push(
        arrivals?.subscribe(() => {
          if (!isHere(all[at])) return;
          show();
          lead();
        }) ?? (() => {}),
      );
      return;
    }
    const glossary = { terms: termsOf(lessons, language), linkTo: linkToTerm };
    closing.push(mountLesson(main, all[at], language, { progress, stateOf, seeds, glossary }));
    const next = all[at + 1];
    if (next) {
      main.append(
        element(
          "p",
          { class: "next-lesson" },
          t("lessons.next"),
          " ",
          linkTo(next.name, next.title),
        ),
      );
    }
  }

  /** @param {Translate} t @returns {HTMLElement} */
  function roomSwitch(t) {
    const { room } = state.get();
    const pressed = button(t("lessons.room"), () => {
      const isOn = !state.get().room;
      pressed.setAttribute("aria-pressed", String(isOn));
      state.set({ room: isOn });
    }, { class: "room-switch", "aria-pressed": String(room) });
    return pressed;
  }

  /** Leads to the part that was asked for; where it waits for a bet, to that bet. */
  function lead() {
    const { part } = state.get();
    const meant = part &&
      (document.getElementById(idOfPart(part)) ?? main.querySelector(".waiting"));
    if (!meant) return;
    meant.scrollIntoView({ block: "center" });
    meant.tabIndex = -1;
    meant.focus({ preventScroll: true });
  }

  show();
  useRoomLetters(state.get().room);
  const stops = [
    () => useRoomLetters(false),
    state.subscribe(({ room }, changed) => {
      if (changed.has("lesson")) show();
      if (changed.has("room")) useRoomLetters(room);
    }),
    page.store.subscribe((_, changed) => {
      if (changed.has("language")) show();
    }),
  ];
  const frame = requestAnimationFrame(lead); // The screen's beginning takes the focus first.
  return Promise.resolve(() => {
    cancelAnimationFrame(frame);
    for (const stop of [...stops, ...closing, disconnect]) stop();
  });
}
