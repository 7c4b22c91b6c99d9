/** Reads model files from the input, each behind its length, and answers each with a line of JSON. */

import { ConvscopeError } from "../../../src/convscope/web/core/errors.js";
import { product } from "../../../src/convscope/web/core/arrays.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { createService } from "../../../src/convscope/web/net/service.js";

const MAX_MS = 5000;
const MAX_MEMORY_BYTES = 500 * 1024 ** 2;
const SMALL = 100_000; // Values and products of a net that is run as well, not only read.
const BUG = "convscope failed:"; // How the service begins to tell what is a bug.

/** @param {ArrayBuffer} file @returns {Record<string, string>} */
function answerTo(file) {
  const before = Deno.memoryUsage().rss;
  const start = performance.now();
  const answer = read(file);
  const ms = performance.now() - start;
  const used = Deno.memoryUsage().rss - before;
  if (ms > MAX_MS) return { kind: "page: too long", detail: `${ms} ms` };
  if (used > MAX_MEMORY_BYTES) return { kind: "page: memory", detail: `${used} bytes` };
  return answer;
}

/** @param {ArrayBuffer} file @returns {Record<string, string>} */
function read(file) {
  try {
    return run(loadModel(file), file);
  } catch (thrown) {
    if (!(thrown instanceof ConvscopeError)) return bug(thrown);
    const parts = thrown.asJson();
    if (!Object.values(parts).every((part) => typeof part === "string" && part.trim())) {
      return { kind: "page: error that lacks a part", detail: JSON.stringify(parts) };
    }
    const cause = /cannot be read \((\w+: [^")]*)/.exec(parts.error);
    return cause ? { ...parts, boundary: `page: ${cause[1].slice(0, 60)}` } : { ...parts };
  }
}

/**
 * @param {import("../../../src/convscope/web/net/model.js").Model} model
 * @param {ArrayBuffer} file
 * @returns {Record<string, string>}
 */
function run(model, file) {
  const { input, steps, outputShape } = model.architecture;
  const sizes = steps.map((step) => product(step.outputShape) + step.multiplyAdds);
  if (product(input.shape) + sizes.reduce((sum, size) => sum + size, 0) > SMALL) return {};
  const answer = createService();
  const requests = [
    { action: "load", net: "", file },
    { action: "run", net: "", input: new Float32Array(product(input.shape)), heatMapFor: "top" },
    { action: "explain", net: "", layer: steps.at(-1)?.layer.name, position: outputShape.map(() => 0) },
  ];
  for (const request of requests) {
    const reply = answer(/** @type {any} */ (request));
    if (reply.error?.error.startsWith(BUG)) {
      return { kind: `page: ${request.action}: ${reply.error.error}`, detail: "" };
    }
  }
  return {};
}

/** @param {unknown} thrown @returns {Record<string, string>} */
function bug(thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const place = /\/web\/(\S+?):\d+:\d+/.exec(error.stack ?? "")?.[1] ?? "?";
  return { kind: `page: ${error.name} at ${place}`, detail: error.message };
}

/** @param {Uint8Array} target @returns {Promise<boolean>} whether it was filled */
async function fill(target) {
  for (let filled = 0; filled < target.length;) {
    const number = await Deno.stdin.read(target.subarray(filled));
    if (number === null) return false;
    filled += number;
  }
  return true;
}

const length = new Uint8Array(4);
while (await fill(length)) {
  const content = new Uint8Array(new DataView(length.buffer).getUint32(0, true));
  if (!await fill(content)) break;
  const line = JSON.stringify(answerTo(content.buffer)) + "\n";
  const bytes = new TextEncoder().encode(line);
  for (let written = 0; written < bytes.length;) {
    written += await Deno.stdout.write(bytes.subarray(written));
  }
}
