/** Letters for a room, from which everything else takes its size. */

/** This share of the window's height, but no wider than lines allow. */
const LETTERS = "max(100%, min(2.8vh, 1.65vw))";

/** @param {boolean} isOn whether the page is looked at by a room */
export function useRoomLetters(isOn) {
  document.documentElement.style.fontSize = isOn ? LETTERS : "";
}
