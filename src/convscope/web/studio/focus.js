/** Keeping the focus of the keyboard where a part of the page is shown anew. */

const CONTROLS = "a[href], button, input, select, summary";

/**
 * Returns which of the controls of a part has the focus.
 *
 * @param {HTMLElement} part
 * @returns {{index: number, label: string | null}}
 */
export function whereFocusIs(part) {
  const controls = [...part.querySelectorAll(CONTROLS)];
  const index = controls.findIndex((each) => each === document.activeElement);
  return { index, label: controls[index]?.getAttribute("aria-label") ?? null };
}

/**
 * Gives the focus to the control that had it before a part was shown anew, or to one in its place.
 *
 * @param {HTMLElement} part
 * @param {{index: number, label: string | null}} focused what `whereFocusIs` returned before
 */
export function focusAgain(part, { index, label }) {
  if (index < 0) return;
  const controls = /** @type {HTMLElement[]} */ ([
    ...part.querySelectorAll(CONTROLS),
  ]);
  const same = label === null
    ? undefined
    : controls.find((c) => c.getAttribute("aria-label") === label);
  (same ?? controls[Math.min(index, controls.length - 1)])?.focus({ preventScroll: true });
}
