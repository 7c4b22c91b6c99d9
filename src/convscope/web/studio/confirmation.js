/** A button for what cannot be undone: it asks once whether one is sure. */

import { button, element } from "../core/dom.js";

/**
 * Returns the button with its question.
 *
 * @param {string} label
 * @param {string} sure says what will be gone; the button that does it
 * @param {string} no takes it back
 * @param {() => Promise<void>} act
 * @param {(thrown: unknown) => void} fail
 * @returns {HTMLElement}
 */
export function createConfirmation(label, sure, no, act, fail) {
  const first = button(label, () => ask(true), { class: "quiet-danger" });
  const yes = button(sure, async () => {
    yes.disabled = true;
    try {
      await act();
    } catch (thrown) {
      fail(thrown);
    }
    yes.disabled = false;
    ask(false);
  }, { class: "danger" });
  const back = button(no, () => ask(false));
  yes.hidden = back.hidden = true;
  return element("div", { class: "tools confirmation" }, first, yes, back);

  /** @param {boolean} isAsking */
  function ask(isAsking) {
    const hadFocus = [first, yes, back].some((each) => each === document.activeElement);
    first.hidden = isAsking;
    yes.hidden = back.hidden = !isAsking;
    if (hadFocus || isAsking) (isAsking ? back : first).focus();
  }
}
