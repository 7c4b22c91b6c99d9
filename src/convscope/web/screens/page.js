/** What every screen of a page knows: the page's own state, its address, where its parts lie. */

/** @import { Address } from "../core/address.js" */
/** @import { Store } from "../core/state.js" */
/** @import { Language } from "../core/texts.js" */
/** @import { Lesson } from "../lessons/lesson.js" */
import { languageFor } from "../core/texts.js";

/**
 * What the page is told besides the model.
 *
 * @typedef {object} PageSettings
 * @property {string} name of the model, for people
 * @property {string} language code, or empty for the reader's own
 * @property {{images: string, labels: number[]} | null} examples images as base64
 * @property {Record<Language, Lesson[]>} [lessons] all lessons, where the page has them
 * @property {Record<Language, Record<string, string>>} [blocks] stumbling blocks by their number
 * @property {Record<string, number | null>} [beliefs] the block of each wrong belief
 * @property {Record<string, string>} [links] addresses of other pages beside this one
 * @property {RoomSettings} [room] who opens the page, where it is served to a class
 * @property {{id: string, name: Record<Language, string>}} [looking_at] the pupil whose runs the
 *   teacher looks at
 * @property {string} [told] name under which the page around is told of drawing and verdict
 */

/**
 * @typedef {object} RoomSettings
 * @property {"teacher" | "pupil"} role
 * @property {string} id of a pupil
 * @property {Record<Language, string>} name
 * @property {boolean} is_locked whether pupils may begin no training
 */

/**
 * Where the parts of a page lie that not every screen needs.
 *
 * @typedef {object} PageParts
 * @property {() => Promise<ArrayBuffer>} readModel the model file
 * @property {() => Worker} [startNetWorker] where the worker does not lie beside the other modules
 * @property {() => Worker} [startLearningWorker] the same for the one that trains
 * @property {LessonArrivals} [arrivals] where lessons arrive after the page
 */

/**
 * @typedef {object} LessonArrivals
 * @property {(lesson: Lesson) => boolean} isHere whether all of a lesson has arrived
 * @property {(listener: () => void) => () => void} subscribe calls back when more has; returns its
 *   own undoing
 */

/** The parts of a page whose screens need no model. @type {PageParts} */
export const NO_MODEL = {
  readModel: () => Promise.reject(new TypeError("This page has no model.")),
};

/**
 * The state that belongs to no screen; it needs no model.
 *
 * @typedef {object} PageState
 * @property {string} screen name of the screen that is shown, in the address
 * @property {string} language chosen code, empty for the reader's own, in the address
 * @property {string} about a line of facts in the header, from the screen
 */

/** @typedef {Store<PageState>} PageStore */

/**
 * @typedef {object} Page
 * @property {PageStore} store
 * @property {Address} address where a screen keeps the part of its state that makes a link
 * @property {PageSettings} settings
 * @property {PageParts} parts
 */

/**
 * A screen: one module, and one line in `registry.js`. A screen's own state is its own store, under
 * keys of the address that no other screen has; its styles begin with a class of its own.
 *
 * @typedef {object} Screen
 * @property {string} name in the address, as in `#screen=<name>`
 * @property {(language: Language) => string} title in the header and in the window's title
 * @property {(place: HTMLElement, page: Page) => Promise<() => void>} open fills an empty place
 *   that is its own, with one `main`, and follows the page's language; what it returns closes it:
 *   workers, timers and listeners end
 */

/**
 * Returns the language that the page is in.
 *
 * @param {PageStore} store
 * @returns {Language}
 */
export function languageOfPage(store) {
  return languageFor(store.get().language, navigator.languages);
}

/**
 * Returns where a link leads: behind `#`, in the language that the reader chose.
 *
 * @param {Page} page
 * @param {Record<string, string>} state without its defaults
 * @returns {string}
 */
export function addressOf(page, state) {
  const { language } = page.store.get();
  return `#${new URLSearchParams({ ...language && { language }, ...state })}`;
}
