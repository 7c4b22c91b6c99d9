/** Which values of an axis a picture is made of that is brought to another size. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Layer } from "./layer_kinds.js" */
/** @import { Sliding } from "./windows.js" */

/**
 * An axis of a picture, brought to another length: `extent` of its `length` values from `begin` on,
 * which is negative for a margin before them. Each new value lies between the two old ones of its
 * `places`; those below 0 or from `length` on are the margin. `shares` say how much the second
 * counts.
 *
 * @typedef {{length: number, begin: number, extent: number, places: [number, number][],
 *   shares: number[]}} Samples
 */

/**
 * Returns how an axis is brought to `size` values, which lie evenly over the old ones.
 *
 * @param {number} length
 * @param {number} size
 * @param {[number, number]} part where the values begin that are used, and how many they are
 * @param {boolean} nearest whether each new value is the nearest old one
 * @returns {Samples}
 */
export function sample(length, size, [begin, extent], nearest) {
  /** @type {[number, number][]} */
  const places = [];
  const shares = [];
  for (let i = 0; i < size; i++) {
    const middle = (2 * i + 1) * extent / (2 * size);
    const at = nearest ? Math.floor(middle) : Math.min(Math.max(middle - 0.5, 0), extent - 1);
    const low = Math.floor(at);
    const share = at - low;
    places.push([low + begin, low + begin + (share ? 1 : 0)]);
    shares.push(share);
  }
  return { length, begin, extent, places, shares };
}

/**
 * Returns place and weight of the one or two values that a new value is made of.
 *
 * @param {Samples} samples
 * @param {number} position
 * @returns {{place: number, weight: number}[]}
 */
export function weighed({ places, shares }, position) {
  const [low, high] = places[position];
  const share = shares[position];
  if (high === low) return [{ place: low, weight: 1 }];
  return [{ place: low, weight: 1 - share }, { place: high, weight: share }];
}

/**
 * Returns the old values, without the margin, that some neighbouring new ones are made of.
 *
 * @param {Samples} samples
 * @param {[number, number]} bounds first, and first behind the last
 * @returns {[number, number]} both 0 for none
 */
export function underSamples({ places, length }, [first, end]) {
  if (end <= first) return [0, 0];
  const seen = places.slice(first, end).flat();
  const begin = Math.max(Math.min(...seen), 0);
  const behind = Math.min(Math.max(...seen) + 1, length);
  return begin < behind ? [begin, behind] : [0, 0];
}

/**
 * Returns the smallest window that, moving by a whole stride, holds all that each new value sees.
 *
 * @param {Samples} samples
 * @returns {Sliding}
 */
export function windowOfSamples(samples) {
  const { places, length, extent } = samples;
  const scale = Math.floor(extent / places.length);
  const [best, other] = [scale, scale + 1].map((stride) => {
    const first = Math.min(...places.map(([low], i) => low - i * stride));
    const end = Math.max(...places.map(([, high], i) => high + 1 - i * stride));
    return { window: end - first, stride, before: -first };
  });
  return {
    ...(other.window < best.window ? other : best),
    length,
    after: 0,
    positions: places.length,
    rule: sampleRule("values", samples),
    dilation: 1,
    taps: 1,
  };
}

/** @param {string} name @param {Samples} samples @returns {string} what is made of what */
export function sampleRule(name, { length, begin, extent, places: { length: size } }) {
  if (begin === 0 && extent === length) return `${name} ${length} → ${size}`;
  return `${name} ${begin} to ${begin + extent - 1} of ${length} → ${size}`;
}

/** @param {Layer} layer a `Resizing` @param {Shape} shape @returns {[Samples, Samples]} */
export function resizedSamples(layer, [height, width]) {
  const { height: rows, width: columns, interpolation } = layer;
  const nearest = interpolation === "nearest";
  if (layer.crop_to_aspect_ratio) return largestMiddle([height, width], [rows, columns], nearest);
  const isPadded = layer.pad_to_aspect_ratio;
  return [
    sample(height, rows, isPadded ? around(height, width * rows / columns) : [0, height], nearest),
    sample(width, columns, isPadded ? around(width, height * columns / rows) : [0, width], nearest),
  ];
}

/** @param {Layer} layer a `CenterCrop` @param {Shape} shape @returns {[Samples, Samples]} */
export function middleSamples({ height: rows, width: columns }, [height, width]) {
  if (height < rows || width < columns) {
    return largestMiddle([height, width], [rows, columns], false);
  }
  return [
    sample(height, rows, [Math.floor((height - rows) / 2), rows], false),
    sample(width, columns, [Math.floor((width - columns) / 2), columns], false),
  ];
}

/** @param {Layer} layer a `RandomCrop` @param {Shape} shape @returns {[Samples, Samples]} */
export function partSamples({ height: rows, width: columns }, [height, width]) {
  return largestMiddle([height, width], [rows, columns], false);
}

/**
 * Returns how the largest part in the middle with the new shape is brought to the new size.
 *
 * @param {[number, number]} sizes height and width
 * @param {[number, number]} wanted new height and width
 * @param {boolean} nearest
 * @returns {[Samples, Samples]}
 */
function largestMiddle([height, width], [newHeight, newWidth], nearest) {
  const rows = Math.max(Math.min(height, Math.floor(width * newHeight / newWidth)), 1);
  const columns = Math.max(Math.min(width, Math.floor(height * newWidth / newHeight)), 1);
  return [
    sample(height, newHeight, [Math.floor((height - rows) / 2), rows], nearest),
    sample(width, newWidth, [Math.floor((width - columns) / 2), columns], nearest),
  ];
}

/** @param {number} length @param {number} wanted @returns {[number, number]} equal margins around */
function around(length, wanted) {
  const margin = Math.floor(Math.max(Math.floor(wanted) - length, 0) / 2);
  return [margin ? -margin : 0, length + 2 * margin];
}
