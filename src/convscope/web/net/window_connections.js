/** Connections of the layers that look through a window: convolution and pooling. */

/** @import { Connection, Context, LayerConnections } from "./connections.js" */
/** @import { Sliding } from "./windows.js" */
import { flatIndex } from "../core/arrays.js";
import { filtersOf, groupOf } from "./filters.js";
import { placesUnder } from "./windows.js";

/** @typedef {{position: number[], isPadding: boolean}} Place */

/**
 * A window of all channels of a group, each value with its own weight.
 *
 * @type {LayerConnections}
 */
export const CONVOLUTION = {
  gather(context, [row, column, filter]) {
    const { step, tensors } = context;
    const { values, shape } = filtersOf(step, tensors);
    const first = groupOf(step, shape, filter) * shape[2];
    const channels = Array.from({ length: shape[2] }, (_, channel) => first + channel);
    const connections = underWindow(context, row, column, channels).map((place, i) => ({
      ...place,
      weight: values[i * shape[3] + filter],
    }));
    return { connections, bias: tensors.bias?.[filter] ?? 0 };
  },
  feed(context, [row, column, channel]) {
    const { step, tensors } = context;
    const { values, shape } = filtersOf(step, tensors);
    const group = Math.floor(channel / shape[2]);
    const filters = Array.from({ length: shape[3] }, (_, filter) => filter)
      .filter((filter) => groupOf(step, shape, filter) === group);
    return windowsOver(context, row, column).flatMap(({ at, inside }) => {
      const first = flatIndex(shape, [...inside, channel % shape[2], 0]);
      return filters.map((filter) => ({
        position: [...at, filter],
        weight: values[first + filter],
        isPadding: false,
      }));
    });
  },
};

/**
 * Returns the connections of a pooling layer: a window of one channel.
 *
 * @param {(context: Context, places: Place[]) => number[]} weigh the weight of each place
 * @returns {LayerConnections}
 */
function pooling(weigh) {
  /** @param {Context} context @param {number[]} position @returns {Connection[]} */
  function window(context, [row, column, channel]) {
    const places = underWindow(context, row, column, [channel]);
    const weights = weigh(context, places);
    return places.map((place, i) => ({ ...place, weight: weights[i] }));
  }
  return {
    gather: (context, position) => ({ connections: window(context, position), bias: 0 }),
    feed(context, [row, column, channel]) {
      const windowWidth = slidingOf(context)[1].window;
      return windowsOver(context, row, column).map(({ at, inside }) => {
        const own = inside[0] * windowWidth + inside[1];
        const { weight } = window(context, [...at, channel])[own];
        return { position: [...at, channel], weight, isPadding: false };
      });
    },
  };
}

/** The winner counts as it is, the others not at all; the first of equals wins. */
export const MAXIMUM = pooling(({ step, input }, places) => {
  let winner = -1;
  let largest = -Infinity;
  places.forEach(({ position, isPadding }, i) => {
    const value = isPadding ? -Infinity : input[flatIndex(step.inputShape, position)];
    if (!isPadding && (winner < 0 || value > largest)) [winner, largest] = [i, value];
  });
  return places.map((_, i) => i === winner ? 1 : 0);
});

/** Every real value counts the same. */
export const AVERAGE = pooling((_, places) => {
  const count = places.filter(({ isPadding }) => !isPadding).length;
  return places.map(({ isPadding }) => isPadding ? 0 : 1 / count);
});

/** @param {Context} context @returns {[Sliding, Sliding]} */
function slidingOf({ step }) {
  return /** @type {[Sliding, Sliding]} */ (step.sliding);
}

/**
 * Returns the places under the window of neuron (row, column), in the order of the kernel.
 *
 * @param {Context} context
 * @param {number} row
 * @param {number} column
 * @param {number[]} channels
 * @returns {Place[]}
 */
function underWindow(context, row, column, channels) {
  const [rows, columns] = slidingOf(context);
  const across = placesUnder(columns, column);
  /** @type {Place[]} */
  const places = [];
  for (const y of placesUnder(rows, row)) {
    for (const x of across) {
      const isPadding = y < 0 || y >= rows.length || x < 0 || x >= columns.length;
      for (const channel of channels) places.push({ position: [y, x, channel], isPadding });
    }
  }
  return places;
}

/**
 * Returns every window that covers an input, with the input's row and column inside it.
 *
 * @param {Context} context
 * @param {number} row
 * @param {number} column
 * @returns {{at: number[], inside: number[]}[]}
 */
function windowsOver(context, row, column) {
  const [rows, columns] = slidingOf(context);
  return covering(rows, row).flatMap(([i, u]) =>
    covering(columns, column).map(([j, v]) => ({ at: [i, j], inside: [u, v] }))
  );
}

/**
 * Returns (window position, place inside the window) of every window that covers an index.
 *
 * @param {Sliding} sliding
 * @param {number} index
 * @returns {number[][]}
 */
function covering({ positions, stride, before, dilation, taps }, index) {
  return Array.from(
    { length: positions },
    (_, at) => [at, (index + before - at * stride) / dilation],
  )
    .filter(([, inside]) => Number.isInteger(inside) && inside >= 0 && inside < taps);
}
