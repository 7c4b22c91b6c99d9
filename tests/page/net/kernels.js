/** Every kernel that is shipped, also those that the page would pass over here. */

/** @import { Compiled } from "../../../src/convscope/web/net/kernel.js" */
import { bytesFromBase64 } from "../../../src/convscope/web/core/base64.js";
import { KERNELS } from "../../../src/convscope/web/net/kernel_bytes.js";

/** @returns {Compiled[]} */
export function compileEveryKernel() {
  return KERNELS.map(({ numRows, bytes }) => ({
    numRows,
    module: new WebAssembly.Module(bytesFromBase64(bytes)),
  }));
}
