/** Small words of a room: sizes, and names of screens. */

/** @import { TextKey, Translate } from "./texts.js" */

/** @param {number} bytes @returns {string} such as `1.2 MB` */
export function bytesText(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** @type {Record<string, TextKey>} */
const SCREENS = {
  results: "results.name",
  inspect: "inspect.name",
  train: "train.name",
  data: "data.name",
  collect: "collect.name",
  me: "me.name",
  draw: "room.draws",
  lessons: "room.lessons",
};

/** @param {string} screen @param {Translate} t @returns {string} what a screen is called */
export function screenText(screen, t) {
  return screen in SCREENS ? t(SCREENS[screen]) : "–";
}
