import assert from "node:assert/strict";
import { readSafetensors } from "../../../src/convscope/web/net/safetensors.js";
import { safetensorsFile } from "./models.js";

Deno.test("every type of number is read", () => {
  const bytes = (/** @type {ArrayBufferView} */ array) => new Uint8Array(array.buffer);
  const { tensors, metadata } = readSafetensors(safetensorsFile({
    single: { dtype: "F32", shape: [2, 1], bytes: bytes(Float32Array.of(1.5, -2)) },
    half: {
      dtype: "F16",
      shape: [5],
      bytes: bytes(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00, 0)),
    },
    brain: { dtype: "BF16", shape: [2], bytes: bytes(Uint16Array.of(0x3f80, 0xc040)) },
    byte: { dtype: "U8", shape: [3], bytes: Uint8Array.of(0, 1, 255) },
    long: { dtype: "I64", shape: [1], bytes: bytes(BigInt64Array.of(-5n)) },
    short: { dtype: "I32", shape: [1], bytes: bytes(Int32Array.of(-6)) },
    none: { dtype: "F32", shape: [0, 3], bytes: new Uint8Array() },
  }, { greeting: "お" }));
  const values = Object.fromEntries([...tensors].map(([name, t]) => [name, [...t.values]]));
  assert.deepEqual(values, {
    single: [1.5, -2],
    half: [1, -2, 2 ** -24, Infinity, 0],
    brain: [1, -3],
    byte: [0, 1, 255],
    long: [-5n],
    short: [-6],
    none: [],
  });
  assert.deepEqual(tensors.get("single")?.shape, [2, 1]);
  assert.equal(metadata.greeting, "お");
});

const WHOLE = safetensorsFile({ a: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) } });

for (const length of [0, 7, 8, 20, WHOLE.byteLength - 1]) {
  Deno.test(`a file cut to ${length} bytes is refused`, () => {
    assert.throws(
      () => readSafetensors(WHOLE.slice(0, length)),
      /not a whole safetensors file.*Expected a model file.*Copy it again/,
    );
  });
}

/** @type {Record<string, [any, RegExp]>} */
const BROKEN = {
  "an unknown type": [{ dtype: "F8", shape: [8], data_offsets: [0, 8] }, /the values of a are F8/],
  "a type named like a method": [
    { dtype: "toString", shape: [8], data_offsets: [0, 8] },
    /are toString/,
  ],
  "offsets behind the end": [{ dtype: "U8", shape: [8], data_offsets: [4, 12] }, /8 bytes at 4–12/],
  "negative offsets": [{ dtype: "U8", shape: [8], data_offsets: [-8, 0] }, /not a list of whole/],
  "another size": [{ dtype: "F32", shape: [3], data_offsets: [0, 8] }, /12 bytes at 0–8/],
  "a fractional shape": [{ dtype: "F32", shape: [0.5], data_offsets: [0, 2] }, /not a list of who/],
  "no entry": [null, /the values of a are undefined/],
};

for (const [what, [entry, message]] of Object.entries(BROKEN)) {
  Deno.test(`${what} is refused`, () => {
    const text = new TextEncoder().encode(JSON.stringify({ a: entry }));
    const file = new Uint8Array(8 + text.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    assert.throws(() => readSafetensors(file.buffer), message);
  });
}

Deno.test("a header that is not an object is refused", () => {
  const file = new Uint8Array(12);
  file[0] = 4;
  file.set(new TextEncoder().encode("null"), 8);
  assert.throws(() => readSafetensors(file.buffer), /header is not a JSON object/);
});
