/** Whether the browser is one that the page is made for. */

/**
 * Tells whether `browser_check.js`, which runs before any module, has found the browser too old
 * and said so.
 *
 * @returns {boolean}
 */
export function isTooOld() {
  return document.documentElement.hasAttribute("data-too-old");
}
