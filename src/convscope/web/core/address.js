/** Keeps the state of a screen and the address of its window the same, both ways, with Back. */

/** @import { Store } from "./state.js" */
import { fromHash, toHash } from "./state.js";

/**
 * What an entry of the browser's history knows besides its address: which followed link it belongs
 * to, and whether it was made by opening something.
 *
 * @typedef {{link: string, isOpened: boolean}} Mark
 */

/**
 * What Back closes: opening it makes an entry of the browser's history.
 *
 * @template {Record<string, any>} State
 * @typedef {object} Opening
 * @property {(state: Readonly<State>) => boolean} isOpen
 * @property {readonly (keyof State)[]} keys what is open, in the state; Back and Forward change
 *   nothing else, so that what was drawn meanwhile stays
 */

/**
 * Connects a store to the address.
 *
 * @template {Record<string, any>} State
 * @param {Store<State>} store
 * @param {Partial<State>} defaults the keys that belong into the address
 * @param {Opening<State>} opening
 * @returns {{link: () => string, stop: () => void}} `link` names the link that was followed to
 *   what is shown; it stays the same when the page is loaded again
 */
export function connectToAddress(store, defaults, { isOpen, keys }) {
  let link = markOfEntry()?.link ?? newLink();
  let wasOpen = false;
  /** Whether the entry of something that was closed is being left. */
  let isLeaving = false;
  let isReading = false;

  /** @param {Partial<State>} changes */
  function read(changes) {
    isReading = true;
    store.set(changes);
    isReading = false;
    wasOpen = isOpen(store.get());
    write("replaceState", markOfEntry()?.isOpened ?? false);
  }

  /** @param {"pushState" | "replaceState"} how @param {boolean} isOpened */
  function write(how, isOpened) {
    const hash = toHash(store.get(), defaults);
    const mark = { link, isOpened };
    const isSame = hash === location.hash.replace(/^#/, "") &&
      JSON.stringify(mark) === JSON.stringify(markOfEntry());
    if (how === "replaceState" && isSame) return;
    history[how]({ ...history.state, convscope: mark }, "", hash ? `#${hash}` : location.pathname);
  }

  function follow() {
    if (isReading || isLeaving) return;
    const isNowOpen = isOpen(store.get());
    const isOpened = markOfEntry()?.isOpened ?? false;
    const hasOpened = isNowOpen && !wasOpen;
    const hasClosed = !isNowOpen && wasOpen;
    wasOpen = isNowOpen;
    if (hasOpened) write("pushState", true);
    else if (hasClosed && isOpened) {
      isLeaving = true;
      history.back();
    } else write("replaceState", isOpened);
  }

  /** The reader, or we, went to another entry, or a link was followed. */
  function arrive() {
    const mark = markOfEntry();
    const there = fromHash(location.hash, /** @type {State} */ (defaults));
    if (!mark || mark.link !== link) {
      isLeaving = false;
      link = mark?.link ?? newLink();
      read(there);
    } else if (isLeaving) {
      isLeaving = false;
      wasOpen = false; // What was opened again in the meantime gets an entry of its own.
      follow();
    } else {
      read(
        /** @type {Partial<State>} */ (Object.fromEntries(keys.map((key) => [key, there[key]]))),
      );
    }
  }

  function changeHash() {
    // Browsers tell of a followed link twice; the second time there is nothing left to read.
    if (location.hash.replace(/^#/, "") !== toHash(store.get(), defaults)) arrive();
  }

  read(fromHash(location.hash, /** @type {State} */ (defaults)));
  const stop = store.subscribe(follow);
  addEventListener("popstate", arrive);
  addEventListener("hashchange", changeHash);
  return {
    link: () => link,
    stop() {
      stop();
      removeEventListener("popstate", arrive);
      removeEventListener("hashchange", changeHash);
    },
  };
}

/** @returns {Mark | undefined} of the entry that is shown */
function markOfEntry() {
  return history.state?.convscope;
}

/** @returns {string} a name that no other followed link of this window has */
function newLink() {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}
