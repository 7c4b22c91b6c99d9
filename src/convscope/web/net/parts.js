/** Parts of what a layer puts out, and which part of its inputs they are made of. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Sliding } from "./windows.js" */
import { flatIndex } from "../core/arrays.js";
import { KIND_FACTS } from "./kind_facts.js";
import { LAYER_KINDS, sharesAxis } from "./layer_kinds.js";
import { underSamples } from "./samples.js";
import { underSpreading } from "./spreading.js";
import { placesUnder } from "./windows.js";

/**
 * (first, first behind the last) of every axis; empty where they are the same on one of them.
 *
 * @typedef {[number, number][]} Part
 */

/**
 * Returns which part of each input a part of a layer's output depends on, the smallest around it.
 *
 * @param {Step} step
 * @param {Part} part
 * @returns {Part[]}
 */
export function partsBefore(step, part) {
  const { layer, inputShape, inputShapes, sliding, spreading, samples, seesAllPlaces } = step;
  const facts = KIND_FACTS[layer.kind];
  const last = part[part.length - 1];
  if (facts.appends) {
    let begin = 0;
    return inputShapes.map((shape) => {
      const channels = shape[shape.length - 1];
      const own = moved(last, begin, channels);
      begin += channels;
      return [...part.slice(0, -1), own];
    });
  }
  if (facts.joins) {
    return inputShapes.map((shape) =>
      part.slice(-shape.length).map(([first, end], axis) =>
        shape[axis] === 1 && end > first ? [0, 1] : [first, end]
      )
    );
  }
  if (facts.recounts) return [recounted(step, part)];
  const { margins, channelsBefore } = LAYER_KINDS[layer.kind];
  if (margins) {
    const [[top], [left]] = margins(layer);
    const [height, width] = inputShape;
    return [[moved(part[0], top, height), moved(part[1], left, width), last]];
  }
  if (samples) {
    const [rows, columns] = samples;
    return [[underSamples(rows, part[0]), underSamples(columns, part[1]), last]];
  }
  const all = pair(0, inputShape[inputShape.length - 1]);
  const own = channelsBefore?.(layer, inputShape, last) ?? (facts.mixes_channels ? all : last);
  const places = seesAllPlaces
    ? inputShape.slice(0, -1).map((size) => pair(0, size))
    : part.slice(0, -1).map((ends, axis) =>
      sliding
        ? underWindows(ends, sliding[axis])
        : spreading
        ? underSpreading(spreading[axis], ends)
        : ends
    );
  return [[...places, sharesAxis(layer) ? all : own]];
}

/**
 * Returns the smallest part around parts of the same array; empty ones count for nothing.
 *
 * @param {Part[]} parts
 * @returns {Part}
 */
export function around(parts) {
  const full = parts.filter((part) => part.every(([first, end]) => first < end));
  const [begin, ...others] = full.length ? full : parts;
  return begin.map((_, axis) => {
    const ends = [begin, ...(full.length ? others : [])].map((part) => part[axis]);
    return [Math.min(...ends.map(([first]) => first)), Math.max(...ends.map(([, end]) => end))];
  });
}

/** @param {number} first @param {number} end @returns {[number, number]} */
function pair(first, end) {
  return [first, end];
}

/** @param {[number, number]} ends @param {number} by @param {number} length */
function moved([first, end], by, length) {
  return cut(first - by, end - by, length);
}

/** @param {[number, number]} ends @param {Sliding} sliding @returns {[number, number]} */
function underWindows([first, end], sliding) {
  const { stride, before, window, length, dilation } = sliding;
  if (end <= first) return [0, 0];
  if (dilation > 1) { // The first or last value under a window may lie in the padding.
    const positions = Array.from({ length: end - first }, (_, i) => first + i);
    const under = positions.flatMap((position) => placesUnder(sliding, position))
      .filter((place) => place >= 0 && place < length);
    return under.length
      ? [under.reduce((a, b) => Math.min(a, b)), under.reduce((a, b) => Math.max(a, b)) + 1]
      : [0, 0];
  }
  return cut(first * stride - before, (end - 1) * stride - before + window, length);
}

/** @param {number} first @param {number} end @param {number} length @returns {[number, number]} */
function cut(first, end, length) {
  const ends = pair(Math.max(first, 0), Math.min(end, length));
  return ends[0] < ends[1] ? ends : [0, 0];
}

/**
 * Returns the part around all values from the first to the last of a part, counted anew.
 *
 * @param {Step} step
 * @param {Part} part
 * @returns {Part}
 */
function recounted({ inputShape, outputShape }, part) {
  if (part.some(([first, end]) => end <= first)) return inputShape.map(() => [0, 0]);
  const [first, last] = [0, 1].map((side) =>
    flatIndex(outputShape, part.map((ends) => ends[side] - side))
  );
  return unflattened([first, last + 1], inputShape);
}

/**
 * Returns the smallest part of an array around values that stand together in its vector.
 *
 * @param {[number, number]} ends
 * @param {Shape} shape
 * @returns {Part}
 */
function unflattened([first, end], shape) {
  let count = shape.reduce((a, b) => a * b, 1);
  let isOne = true; // So far all of them have the same index on every axis.
  return shape.map((size) => {
    count /= size;
    if (!isOne) return [0, size];
    const [low, high] = [first, end - 1].map((at) => Math.floor(at / count) % size);
    isOne = low === high;
    return [low, high + 1];
  });
}
