/** Small models for the tests, written as files so that the reader is tested with them. */

import { product } from "../../../src/convscope/web/core/arrays.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";

/** @type {Record<string, any>} A net of 3×2 pixels with one layer of each purpose. */
export const SMALL_NET = {
  format: 1,
  input: { kind: "Input", name: "", shape: [3, 2, 1], value_range: [0, 1] },
  layers: [
    {
      kind: "Conv2D",
      name: "edges",
      filters: 2,
      kernel_size: [2, 2],
      strides: [1, 1],
      padding: "valid",
      use_bias: true,
      activation: "relu",
    },
    { kind: "Flatten", name: "flatten" },
    { kind: "Dense", name: "verdict", units: 3, activation: "linear", use_bias: true },
  ],
};

/**
 * Returns a safetensors file.
 *
 * @param {Record<string, {dtype: string, shape: number[], bytes: Uint8Array}>} tensors
 * @param {Record<string, string>} metadata
 * @returns {ArrayBuffer}
 */
export function safetensorsFile(tensors, metadata = {}) {
  /** @type {Record<string, unknown>} */
  const header = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [end, end += bytes.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { bytes } of Object.values(tensors)) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file.buffer;
}

/**
 * Returns a model file whose weights count up in steps of 0.1, starting with −0.5.
 *
 * @param {Record<string, any>} net
 * @param {Record<string, string>} metadata instead of the usual one
 * @returns {ArrayBuffer}
 */
export function modelFile(net = SMALL_NET, metadata = {}) {
  /** @type {Parameters<typeof safetensorsFile>[0]} */
  const tensors = {};
  for (const { layer, parameterShapes } of readArchitecture(net).steps) {
    for (const [name, shape] of Object.entries(parameterShapes)) {
      const values = Float32Array.from({ length: product(shape) }, (_, i) => i / 10 - 0.5);
      const bytes = new Uint8Array(values.buffer);
      tensors[`${layer.name}.${name}`] = { dtype: "F32", shape, bytes };
    }
  }
  tensors["about.class_means"] = { dtype: "U8", shape: [1, 2], bytes: Uint8Array.of(7, 255) };
  return safetensorsFile(tensors, {
    format: "convscope-model-1",
    architecture: JSON.stringify(net),
    class_names: '["お", "き", "す"]',
    placement: "mnist",
    fit: "pad",
    trained_on: '{"name": "kmnist"}',
    ...metadata,
  });
}
