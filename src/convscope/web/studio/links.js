/** Where an image of a run, or its net, is opened. */

/** @import { Place } from "./inspect_state.js" */

/**
 * Returns the address of the drawing page for a run.
 *
 * @param {string} run
 * @param {string} language chosen by the reader, or empty
 * @param {{split: string, index: number}} [image] that lies on the pad
 * @returns {string}
 */
export function drawAddress(run, language, image) {
  /** @type {Record<string, string>} */
  const asked = image ? { run, split: image.split, index: String(image.index) } : { run };
  const hash = new URLSearchParams({
    ...language && { language },
    ...image && { example: "0" },
  }).toString();
  return `/draw?${new URLSearchParams(asked)}${hash && `#${hash}`}`;
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
