/** Disabling buttons without losing the focus. */

/**
 * Disables the buttons of a group or enables them; where the one that has the focus is disabled, the
 * first one that is still enabled takes it, so that the keyboard stays where it was.
 *
 * @param {readonly (readonly [HTMLButtonElement, boolean])[]} group each with whether it is disabled
 */
export function setDisabled(group) {
  const focused = document.activeElement;
  for (const [button, isDisabled] of group) button.disabled = isDisabled;
  const lost = group.some(([button, isDisabled]) => isDisabled && button === focused);
  const next = group.find(([button, isDisabled]) => !isDisabled && !button.hidden);
  if (lost) next?.[0].focus({ preventScroll: true });
}
