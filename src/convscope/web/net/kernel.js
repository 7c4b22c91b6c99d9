/** Starts the WebAssembly kernel of `tools/kernel`, where the browser has and allows it. */

import { bytesFromBase64 } from "../core/base64.js";
import { KERNELS } from "./kernel_bytes.js";

/**
 * A compiled kernel; it gets its memory when a net is put into it.
 *
 * @typedef {{module: WebAssembly.Module, numRows: number}} Compiled
 */

/**
 * The kernel's functions; addresses and steps are in bytes. What each argument means stands in
 * `tools/kernel`.
 *
 * @typedef {Record<"multiply" | "multiplyOne" | "depthwise" | "depthwiseOne" | "poolLargest"
 *   | "poolMean" | "normalize" | "rectify" | "add" | "subtract" | "times" | "larger" | "copyRows",
 *   (...numbers: number[]) => void>} Kernel
 */

/** @type {Compiled | null | undefined} undefined before the first attempt */
let compiled;

/**
 * Returns the fastest kernel that runs here, or null where WebAssembly or its vectors are missing,
 * or a content security policy without `'wasm-unsafe-eval'` forbids them.
 *
 * @returns {Compiled | null}
 */
export function compileKernel() {
  if (compiled === undefined) compiled = compileFirst();
  return compiled;
}

/** @returns {Compiled | null} */
function compileFirst() {
  if (typeof WebAssembly === "undefined") return null;
  for (const { numRows, bytes: text } of KERNELS) {
    const bytes = bytesFromBase64(text);
    if (!WebAssembly.validate(bytes)) continue; // Its instructions are unknown here.
    try {
      return { module: new WebAssembly.Module(bytes), numRows };
    } catch {
      return null; // Forbidden here, whatever is in it.
    }
  }
  return null;
}
