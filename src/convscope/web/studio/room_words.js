/** Small words of a room: sizes, and names of screens. */

/** @import { TextKey, Translate } from "./texts.js" */

/** @param {number} bytes @returns {string} such as `1.2 MB` */
export function bytesText(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

const SCREENS = new Set(["results", "train", "data", "collect", "me"]);

/** @param {string} screen @param {Translate} t @returns {string} what a screen is called */
export function screenText(screen, t) {
  return SCREENS.has(screen) ? t(/** @type {TextKey} */ (`${screen}.name`)) : "–";
}
