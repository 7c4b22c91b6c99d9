/** One boundary around files from outside. */

import { ConvscopeError } from "./errors.js";

/**
 * Turns whatever a stranger's file causes into the clear error. It encloses the reading of a file
 * and nothing else: what fails there fails because of what the file holds.
 *
 * @template T
 * @param {() => T} read
 * @returns {T}
 * @throws {ConvscopeError} anything went wrong inside
 */
export function readStrangersFile(read) {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof ConvscopeError) throw thrown;
    const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    throw new ConvscopeError(
      `The model file cannot be read (${reason.slice(0, 120)}).`,
      "Expected a model that convscope wrote.",
      "Take another file, such as the model.safetensors of a run.",
    );
  }
}

/**
 * Returns a text from a stranger's file as an error shows it: never long.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function inShort(value) {
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 60)}…${text.slice(-16)}` : text;
}
