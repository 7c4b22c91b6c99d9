/** Addresses of screens, with what they are to show. */

/** @import { Place } from "./inspect_state.js" */
/** @import { TrainState } from "./training_state.js" */

/**
 * Returns the address at which something is trained.
 *
 * @param {string} language chosen by the reader, or empty
 * @param {Partial<TrainState>} told
 * @returns {string}
 */
export function trainAddress(language, told) {
  const texts = Object.entries(told).map((
    [key, value],
  ) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  const hash = new URLSearchParams([
    ...language ? [["language", language]] : [],
    ["screen", "train"],
    ...texts,
  ]);
  return `#${hash}`;
}

/**
 * Returns the address at which an image is looked into, by one net or by two.
 *
 * @param {string} language chosen by the reader, or empty
 * @param {Place} inspected
 * @param {Place} [versus] the same image in another run
 * @returns {string}
 */
export function inspectAddress(language, inspected, versus) {
  const hash = new URLSearchParams({
    ...language && { language },
    screen: "inspect",
    inspected: JSON.stringify(inspected),
    ...versus && { versus: JSON.stringify(versus) },
  });
  return `#${hash}`;
}
