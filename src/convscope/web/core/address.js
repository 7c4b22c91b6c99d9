/** Keeps the stores of a page and the address of its window the same, both ways, with Back. */

/** @import { Store } from "./state.js" */
import { fromHash, toHash } from "./state.js";

/**
 * What an entry of the browser's history knows besides its address: which followed link it belongs
 * to, and whether it was made by opening something.
 *
 * @typedef {{link: string, isOpened: boolean}} Mark
 */

/**
 * How a store takes part in the address.
 *
 * @template {Record<string, any>} State
 * @typedef {object} Part
 * @property {Partial<State>} defaults the keys that belong into the address, each to one store only
 * @property {readonly (keyof State)[]} [visited] keys that say where the reader is: another value
 *   is an entry of its own in the browser's history
 * @property {(state: Readonly<State>) => boolean} [isOpen] whether something is open that Back
 *   closes: opening it makes an entry
 * @property {readonly (keyof State)[]} [opened] what is open, in the state
 */

/**
 * The address of a window. Back and Forward change what is visited or opened and nothing else, so
 * that what was drawn meanwhile stays. Keys that no store knows are kept as they are: they may be
 * those of a screen that is not shown, or of a newer version.
 *
 * @typedef {object} Address
 * @property {<State extends Record<string, any>>(store: Store<State>, part: Part<State>)
 *   => () => void} connect reads the store's keys, then keeps them the same until its undoing; a
 *   store that was connected before knows better than the address, unless a link was followed
 * @property {() => string} link names the link that was followed to what is shown; it stays the
 *   same when the page is loaded again
 * @property {() => void} stop
 */

/** @typedef {Part<any> & {store: Store<any>, wasOpen: boolean, wasAt: string}} Connected */

/** @returns {Address} */
export function createAddress() {
  let link = markOfEntry()?.link ?? newLink();
  /** @type {Set<Connected>} */
  const parts = new Set();
  /** The link that was shown when a store was disconnected. @type {WeakMap<Store<any>, string>} */
  const linksLeft = new WeakMap();
  /** Whether the entry of something that was closed is being left. */
  let isLeaving = false;
  let isReading = false;

  /** @returns {string} what stands behind `#`: what the stores know, then what is not theirs */
  function currentHash() {
    const others = new URLSearchParams(location.hash.replace(/^#/, ""));
    const known = [];
    for (const { store, defaults } of parts) {
      for (const key of Object.keys(defaults)) others.delete(key);
      known.push(toHash(store.get(), defaults));
    }
    return [...known, others.toString()].filter(Boolean).join("&");
  }

  /** @param {"pushState" | "replaceState"} how @param {boolean} isOpened */
  function write(how, isOpened) {
    if (location.protocol === "about:") return; // Written into another page: no address of its own.
    const hash = currentHash();
    const mark = { link, isOpened };
    const isSame = hash === location.hash.replace(/^#/, "") &&
      JSON.stringify(mark) === JSON.stringify(markOfEntry());
    if (how === "replaceState" && isSame) return;
    const page = location.pathname + location.search;
    history[how]({ ...history.state, convscope: mark }, "", hash ? `#${hash}` : page);
  }

  /** @param {Connected} part @param {readonly PropertyKey[]} keys to be read from the address */
  function read(part, keys) {
    const there = fromHash(location.hash, part.defaults);
    const wasReading = isReading;
    isReading = true;
    part.store.set(Object.fromEntries(keys.map((key) => [key, there[String(key)]])));
    isReading = wasReading;
    part.wasOpen = part.isOpen?.(part.store.get()) ?? false;
    part.wasAt = placeOf(part);
  }

  /** @param {Connected} part */
  function follow(part) {
    if (isReading || isLeaving) return;
    const isNowOpen = part.isOpen?.(part.store.get()) ?? false;
    const at = placeOf(part);
    const isOpened = markOfEntry()?.isOpened ?? false;
    const hasMoved = at !== part.wasAt;
    const hasOpened = isNowOpen && !part.wasOpen;
    const hasClosed = !isNowOpen && part.wasOpen;
    part.wasOpen = isNowOpen;
    part.wasAt = at;
    if (hasMoved) write("pushState", false);
    else if (hasOpened) write("pushState", true);
    else if (hasClosed && isOpened) {
      isLeaving = true;
      history.back();
    } else write("replaceState", isOpened);
  }

  /** The reader, or we, went to another entry, or a link was followed. */
  function arrive() {
    const mark = markOfEntry();
    const isFollowed = !mark || mark.link !== link;
    if (isLeaving && !isFollowed) {
      isLeaving = false;
      for (const part of [...parts]) {
        part.wasOpen = false; // What was opened again in the meantime gets an entry of its own.
        follow(part);
      }
      return;
    }
    isLeaving = false;
    if (isFollowed) link = mark?.link ?? newLink();
    for (const part of [...parts]) {
      if (!parts.has(part)) continue; // Its screen was left for another one just now.
      read(part, isFollowed ? Object.keys(part.defaults) : keysOfEntry(part));
    }
    write("replaceState", markOfEntry()?.isOpened ?? false);
  }

  function changeHash() {
    // Browsers tell of a followed link twice; the second time there is nothing left to read.
    if (location.hash.replace(/^#/, "") !== currentHash()) arrive();
  }

  addEventListener("popstate", arrive);
  addEventListener("hashchange", changeHash);
  return {
    connect(store, options) {
      /** @type {Connected} */
      const part = { ...options, store, wasOpen: false, wasAt: "" };
      const isKnown = linksLeft.get(store) === link;
      parts.add(part);
      read(part, isKnown ? keysOfEntry(part) : Object.keys(part.defaults));
      if (!isReading) write("replaceState", markOfEntry()?.isOpened ?? false);
      const stop = store.subscribe(() => follow(part));
      return () => {
        stop();
        parts.delete(part);
        linksLeft.set(store, link);
      };
    },
    link: () => link,
    stop() {
      removeEventListener("popstate", arrive);
      removeEventListener("hashchange", changeHash);
    },
  };
}

/** @param {Connected} part @returns {readonly PropertyKey[]} what entries of the history tell apart */
function keysOfEntry({ opened = [], visited = [] }) {
  return [...opened, ...visited];
}

/** @param {Connected} part @returns {string} where the reader is */
function placeOf({ store, visited = [] }) {
  return JSON.stringify(visited.map((key) => store.get()[String(key)]));
}

/** @returns {Mark | undefined} of the entry that is shown */
function markOfEntry() {
  return history.state?.convscope;
}

/** @returns {string} a name that no other followed link of this window has */
function newLink() {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}
