/** Making elements. No text ever becomes HTML. */

/**
 * Returns an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} [attributes] `true` sets an empty one,
 *   `false` leaves it out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Returns a text with places where a line may end within the names of layers.
 *
 * @param {string} text
 * @returns {string}
 */
export function breakable(text) {
  return text.replaceAll("_", "_\u200b");
}

/**
 * Returns a button that does something when it is pressed.
 *
 * @param {string} label what it says
 * @param {() => void} press
 * @param {Record<string, string | number | boolean>} [attributes]
 * @returns {HTMLButtonElement}
 */
export function button(label, press, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/**
 * Adds a listener and returns what removes it.
 *
 * @template {Event} [Received=Event]
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: Received) => void} listener
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void}
 */
export function listen(target, type, listener, options) {
  const untyped = /** @type {EventListener} */ (listener);
  target.addEventListener(type, untyped, options);
  return () => target.removeEventListener(type, untyped, options);
}
