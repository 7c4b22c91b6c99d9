/** Promises that are settled from outside, also in browsers without `Promise.withResolvers`. */

/**
 * A promise with what settles it.
 *
 * @template Value
 * @typedef {{promise: Promise<Value>, resolve: (value: Value) => void,
 *   reject: (reason: unknown) => void}} OpenPromise
 */

/**
 * Returns a promise that its holder settles.
 *
 * @template Value
 * @returns {OpenPromise<Value>}
 */
export function openPromise() {
  /** @type {Partial<OpenPromise<Value>>} */
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return /** @type {OpenPromise<Value>} */ ({ promise, ...settle });
}
