/** Bytes that were compressed so that a page stays small. */

import { bytesFromBase64 } from "./base64.js";

/**
 * Returns what was compressed with gzip and written as base64.
 *
 * @param {string} text
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function inflate(text) {
  const compressed = new Blob([bytesFromBase64(text)]).stream();
  const stream = compressed.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
