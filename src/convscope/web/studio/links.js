/** Where an image of a run, or its net, is looked into. */

/** @import { Place } from "./inspect_state.js" */

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
