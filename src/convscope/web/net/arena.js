/** One memory for a whole net: planned first, taken once, and never grown. */

/** @import { Compiled, Kernel } from "./kernel.js" */

/** Addresses are multiples of a cache line. */
const ALIGNMENT = 64;

/** What the kernel may read or write behind the end of an array. */
const SLACK_BYTES = 32;

const PAGE_BYTES = 2 ** 16;
const MAX_PAGES = 2 ** 16;
const BYTES_PER_NUMBER = 4;

/**
 * @typedef {object} Opened
 * @property {Kernel} kernel at work in this memory
 * @property {(place: number, length: number) => Float32Array} view
 */

/**
 * @typedef {object} Arena
 * @property {(length: number, fill?: (buffer: ArrayBuffer, place: number) => void) => number} take
 *   returns the address of so many float32 or int32; they are 0, or what `fill` writes there
 * @property {(compiled: Compiled) => Opened | null} open takes the memory; null where there is not
 *   as much
 */

/** @returns {Arena} */
export function createArena() {
  let end = ALIGNMENT; // No array begins at address 0, which says "none" to the kernel.
  /** @type {((buffer: ArrayBuffer) => void)[]} */
  const fills = [];
  return {
    take(length, fill) {
      const place = end;
      const bytes = length * BYTES_PER_NUMBER + SLACK_BYTES;
      end += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      if (fill) fills.push((buffer) => fill(buffer, place));
      return place;
    },
    open({ module }) {
      const numPages = Math.ceil(end / PAGE_BYTES);
      const memory = takeMemory(numPages);
      if (!memory) return null;
      const instance = new WebAssembly.Instance(module, { page: { memory } });
      for (const fill of fills) fill(memory.buffer);
      return {
        kernel: /** @type {Kernel} */ (instance.exports),
        view: (place, length) => new Float32Array(memory.buffer, place, length),
      };
    },
  };
}

/** @param {number} numPages @returns {WebAssembly.Memory | null} */
function takeMemory(numPages) {
  if (numPages > MAX_PAGES) return null;
  try {
    return new WebAssembly.Memory({ initial: numPages, maximum: numPages });
  } catch {
    return null; // The device has no such piece left.
  }
}
