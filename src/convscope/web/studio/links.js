/** Where an image of a run, or its net, is opened. */

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
