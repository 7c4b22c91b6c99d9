/** Reads safetensors files: tensors and text, never code. Every offset is checked. */

import { product } from "../core/arrays.js";
import { ConvscopeError } from "../core/errors.js";
import { inShort } from "../core/strangers.js";

/** @typedef {Float32Array | Uint8Array | Int32Array | BigInt64Array} TensorValues */
/** @typedef {{shape: number[], values: TensorValues}} Tensor */

const HEADER_LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000; // The limit that the format's own library sets.

/**
 * Bytes per value, and the values of a byte range; halves become float32.
 *
 * @type {Record<string, {bytes: number, read: (buffer: ArrayBuffer) => TensorValues}>}
 */
const DTYPES = {
  F32: { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), fromHalf) },
  BF16: { bytes: 2, read: fromBrainHalves },
  U8: { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  I32: { bytes: 4, read: (buffer) => new Int32Array(buffer) },
  I64: { bytes: 8, read: (buffer) => new BigInt64Array(buffer) },
};

/**
 * Returns the tensors and the texts of a file. Values are copied out of the file's buffer.
 *
 * Source: the format's page, https://huggingface.co/docs/safetensors: 8 bytes header length
 * (little-endian), JSON header, one buffer of values.
 *
 * @param {ArrayBuffer} file
 * @returns {{tensors: Map<string, Tensor>, metadata: Record<string, string>}}
 * @throws {ConvscopeError} not a whole safetensors file
 */
export function readSafetensors(file) {
  const { header, start } = readHeader(file);
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  expectTexts(header.__metadata__);
  expectRoom(header, file.byteLength - start);
  for (const [name, entry] of Object.entries(header)) {
    if (name !== "__metadata__") tensors.set(name, readTensor(file, start, name, entry));
  }
  return { tensors, metadata: header.__metadata__ ?? {} };
}

/**
 * @param {ArrayBuffer} file
 * @returns {{header: Record<string, any>, start: number}} the header, and where values begin
 */
function readHeader(file) {
  if (file.byteLength < HEADER_LENGTH_BYTES) {
    throw broken(`it has ${file.byteLength} bytes`);
  }
  const length = Number(new DataView(file).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || length > file.byteLength - HEADER_LENGTH_BYTES) {
    throw broken(`its header of ${length} bytes does not fit into ${file.byteLength} bytes`);
  }
  const text = new TextDecoder().decode(new Uint8Array(file, HEADER_LENGTH_BYTES, length));
  try {
    const header = JSON.parse(text);
    if (header !== null && typeof header === "object" && !Array.isArray(header)) {
      return { header, start: HEADER_LENGTH_BYTES + length };
    }
  } catch {
    // Falls through to the same error as a header that is not an object.
  }
  throw broken("its header is not a JSON object");
}

/** @param {unknown} metadata @throws {ConvscopeError} not texts by name */
function expectTexts(metadata) {
  const isTable = metadata === undefined ||
    (metadata !== null && typeof metadata === "object" && !Array.isArray(metadata));
  if (!isTable || !Object.values(metadata ?? {}).every((text) => typeof text === "string")) {
    throw broken("its metadata are not texts by name");
  }
}

/**
 * Checks that the tensors do not lie over each other, so that copies need no more than the file.
 *
 * @param {Record<string, any>} header
 * @param {number} room bytes of all values
 */
function expectRoom(header, room) {
  let needed = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const offsets = entry?.data_offsets;
    if (Array.isArray(offsets)) needed += Math.abs(Number(offsets[1]) - Number(offsets[0]));
  }
  if (needed > room) throw broken(`its tensors need ${needed} bytes of ${room}`);
}

/**
 * @param {ArrayBuffer} file
 * @param {number} start where the values begin
 * @param {string} name
 * @param {any} entry `dtype`, `shape`, `data_offsets` as the header gives them
 * @returns {Tensor}
 */
function readTensor(file, start, name, entry) {
  const { dtype, shape, data_offsets: offsets } = entry ?? {};
  if (!Object.hasOwn(DTYPES, dtype)) {
    throw broken(
      `the values of ${inShort(name)} are ${inShort(dtype)}, not ${Object.keys(DTYPES).join(", ")}`,
    );
  }
  if (!isListOfSizes(shape) || !isListOfSizes(offsets) || offsets.length !== 2) {
    throw broken(`the shape or the place of ${inShort(name)} is not a list of whole numbers`);
  }
  const [first, last] = offsets;
  const expected = product(shape) * DTYPES[dtype].bytes;
  if (last - first !== expected || start + last > file.byteLength) {
    throw broken(`${inShort(name)} should be ${expected} bytes at ${first}–${last}`);
  }
  return { shape, values: DTYPES[dtype].read(file.slice(start + first, start + last)) };
}

/** @param {unknown} list @returns {list is number[]} */
function isListOfSizes(list) {
  return Array.isArray(list) && list.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** @param {number} bits an IEEE 754 binary16 @returns {number} */
function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** @param {ArrayBuffer} buffer the upper halves of float32 values @returns {Float32Array} */
function fromBrainHalves(buffer) {
  return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer);
}

/** @param {string} why @returns {ConvscopeError} */
function broken(why) {
  return new ConvscopeError(
    `The file is not a whole safetensors file: ${why}.`,
    "Expected a model file that convscope wrote to its end.",
    "Copy it again, or take the model.safetensors of another run.",
  );
}
