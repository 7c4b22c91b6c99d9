/** The state of a screen: observable, and as the part of a URL behind `#`. */

/**
 * @template {Record<string, any>} State
 * @typedef {object} Store
 * @property {() => Readonly<State>} get the whole state
 * @property {(changes: Partial<State>) => void} set merges changes and tells the listeners
 * @property {(listener: (state: Readonly<State>, changed: Set<keyof State>) => void)
 *   => () => void} subscribe calls back after every change; returns its own undoing
 */

/**
 * Returns a store. Listeners run after the state has changed, in the order they subscribed, and
 * only when a value is another one than before.
 *
 * @template {Record<string, any>} State
 * @param {State} initial
 * @returns {Store<State>}
 */
export function createStore(initial) {
  let state = { ...initial };
  /** @type {Set<(state: Readonly<State>, changed: Set<keyof State>) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(changes) {
      /** @type {Set<keyof State>} */
      const changed = new Set(
        Object.keys(changes).filter((key) => !Object.is(state[key], changes[key])),
      );
      if (changed.size === 0) return;
      state = { ...state, ...changes };
      for (const listener of [...listeners]) listener(state, changed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Returns the state as the text behind `#`; values equal to their default are left out.
 *
 * @template {Record<string, any>} State
 * @param {Readonly<State>} state
 * @param {Partial<State>} defaults the keys that belong into the URL, with their defaults
 * @returns {string} without the `#`
 */
export function toHash(state, defaults) {
  const parameters = new URLSearchParams();
  for (const key of Object.keys(defaults)) {
    const text = toText(state[key]);
    if (text !== toText(defaults[key])) parameters.set(key, text);
  }
  return parameters.toString();
}

/**
 * Returns the state that a hash describes. What is unknown or of another type than its default is
 * ignored: a link from an older version still opens.
 *
 * @template {Record<string, any>} State
 * @param {string} hash with or without the `#`
 * @param {State} defaults
 * @returns {State}
 */
export function fromHash(hash, defaults) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Record<string, any>} */
  const state = { ...defaults };
  for (const [key, text] of parameters) {
    if (!Object.hasOwn(defaults, key)) continue;
    const value = typeof defaults[key] === "string" ? text : parsed(text);
    if (typeOf(value) === typeOf(defaults[key])) state[key] = value;
  }
  return /** @type {State} */ (state);
}

/** @param {unknown} value @returns {string} */
function toText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {unknown} value @returns {string} */
function typeOf(value) {
  return Array.isArray(value) ? "array" : typeof value;
}
