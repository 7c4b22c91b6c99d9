/** From the bytes of a picture to the values that a net takes. */

/**
 * Maps bytes 0–255 linearly to the range of the net's input.
 *
 * @param {Uint8Array | Uint8ClampedArray} bytes (height, width, channels) as the net's input
 * @param {readonly [number, number]} valueRange `input.value_range` of the architecture
 * @returns {Float32Array}
 */
export function bytesToInput(bytes, [low, high]) {
  const scale = (high - low) / 255;
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = low + bytes[i] * scale;
  return values;
}
