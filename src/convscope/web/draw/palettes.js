/** Colours for numbers, on light and on dark paper. */

/** @typedef {readonly [red: number, green: number, blue: number, alpha: number]} Color 0–255 */

/**
 * 256 colours as pixels: byte for byte red, green, blue, alpha.
 *
 * @typedef {Uint32Array<ArrayBuffer>} Palette
 */

/**
 * - `level`: 0 is paper, the largest value ink.
 * - `signed`: the middle is 0, one end negative, the other positive; they differ in brightness
 *   for eyes that see no colour.
 * - `heat`: laid over a drawing; 0 is transparent.
 *
 * @typedef {{level: Palette, signed: Palette, heat: Palette}} Palettes
 */

/** @typedef {"light" | "dark"} Theme */

const NUM_COLORS = 256;

/**
 * Returns colours that run evenly through the stops.
 *
 * @param {readonly Color[]} stops at least two
 * @returns {Palette}
 */
export function palette(stops) {
  const bytes = new Uint8ClampedArray(4 * NUM_COLORS);
  for (let index = 0; index < NUM_COLORS; index++) {
    const at = index / (NUM_COLORS - 1) * (stops.length - 1);
    const before = Math.min(Math.floor(at), stops.length - 2);
    for (let channel = 0; channel < 4; channel++) {
      const from = stops[before][channel];
      const to = stops[before + 1][channel];
      bytes[4 * index + channel] = from + (to - from) * (at - before);
    }
  }
  return new Uint32Array(bytes.buffer);
}

/** @type {Record<Theme, Palettes>} */
export const PALETTES = {
  light: {
    level: palette([[255, 255, 253, 255], [126, 152, 196, 255], [16, 32, 74, 255]]),
    signed: palette([
      [140, 62, 12, 255],
      [240, 178, 122, 255],
      [255, 255, 253, 255],
      [126, 152, 196, 255],
      [16, 32, 74, 255],
    ]),
    heat: palette([[242, 140, 40, 0], [240, 120, 30, 130], [200, 30, 20, 205]]),
  },
  dark: {
    level: palette([[22, 23, 27, 255], [76, 104, 164, 255], [232, 240, 255, 255]]),
    signed: palette([
      [255, 196, 140, 255],
      [170, 84, 30, 255],
      [22, 23, 27, 255],
      [76, 104, 164, 255],
      [232, 240, 255, 255],
    ]),
    heat: palette([[255, 150, 60, 0], [255, 140, 50, 130], [255, 90, 60, 205]]),
  },
};

/** Half bright: neither sign. */
const MIDDLE = /** @type {Color} */ ([140, 140, 140, 255]);
const BRIGHT = /** @type {Color} */ ([255, 255, 255, 255]);
const DARK = /** @type {Color} */ ([0, 0, 0, 255]);

/**
 * The same without colour: 0 is half bright, and one sign is brighter, the other darker.
 *
 * @type {Record<Theme, Palettes>}
 */
export const PLAIN_PALETTES = {
  light: {
    level: palette([MIDDLE, DARK]),
    signed: palette([BRIGHT, MIDDLE, DARK]),
    heat: PALETTES.light.heat,
  },
  dark: {
    level: palette([MIDDLE, BRIGHT]),
    signed: palette([DARK, MIDDLE, BRIGHT]),
    heat: PALETTES.dark.heat,
  },
};

/** Black to white, for pictures as they are. */
export const GREY = palette([[0, 0, 0, 255], [255, 255, 255, 255]]);

/** Share of the negative half, next to 0, that gets no sign: it is hardly seen. */
const HARDLY = 0.04;

/** How much of black or white there is in a sign; the rest is the colour below it. */
const SIGN = 0.7;

/**
 * Returns the colours of the minus signs on a signed palette: 0, which is nothing, for what is not
 * negative; dark on bright colours and bright on dark ones.
 *
 * @param {Palette} signed
 * @returns {Palette}
 */
export function marksOn(signed) {
  const bytes = new Uint8Array(signed.buffer);
  const last = Math.floor(NUM_COLORS / 2 * (1 - HARDLY));
  return signed.map((_, index) => {
    if (index > last) return 0;
    const [red, green, blue] = bytes.subarray(4 * index, 4 * index + 3);
    const isBright = 0.3 * red + 0.6 * green + 0.1 * blue > 128;
    const sign = [red, green, blue].map((part) => part + SIGN * ((isBright ? 0 : 255) - part));
    return new Uint32Array(Uint8Array.of(...sign, 255).buffer)[0];
  });
}
