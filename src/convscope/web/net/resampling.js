/** Pictures brought to another size: every value lies between one, two or four of its map. */

/** @import { Connection, Context, LayerConnections } from "./connections.js" */
/** @import { Operation } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
import { product } from "../core/arrays.js";
import { weighed } from "./samples.js";

/**
 * A pixel of what arrives that counts in a pixel of what leaves; `from` is −1 in a margin.
 *
 * @typedef {{from: number, to: number, weight: number}} Share
 */

/**
 * Returns every share of every pixel; positions are those of pixels, channels not counted.
 *
 * @param {Step} step
 * @returns {Share[]}
 */
export function sharesOf({ samples, inputShape: [height, width], outputShape }) {
  if (!samples) return [];
  const [rows, columns] = samples;
  const across = columns.places.map((_, column) => weighed(columns, column));
  return rows.places.flatMap((_, row) => {
    const down = weighed(rows, row);
    return across.flatMap((pixels, column) =>
      down.flatMap((one) =>
        pixels.map((other) => {
          const isInside = one.place >= 0 && one.place < height && other.place >= 0 &&
            other.place < width;
          return {
            from: isInside ? one.place * width + other.place : -1,
            to: row * outputShape[1] + column,
            weight: one.weight * other.weight,
          };
        })
      )
    );
  });
}

/**
 * Returns the picture at its new size.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function resampling(step) {
  const { layer: { fill_value: fill = 0 }, inputShape } = step;
  const shares = sharesOf(step);
  const channels = inputShape[2];
  return {
    forward([input], output) {
      const sums = new Float64Array(output.length);
      for (const { from, to, weight } of shares) {
        for (let c = 0; c < channels; c++) {
          sums[to * channels + c] += weight * (from < 0 ? fill : input[from * channels + c]);
        }
      }
      output.set(sums);
    },
    backward(gradient) {
      const result = new Float64Array(product(inputShape));
      for (const { from, to, weight } of shares) {
        if (from < 0) continue;
        for (let c = 0; c < channels; c++) {
          result[from * channels + c] += weight * gradient[to * channels + c];
        }
      }
      return [result];
    },
  };
}

/** One, two or four pixels of one map, each by how near it is. @type {LayerConnections} */
export const RESAMPLING = {
  gather({ step }, [row, column, channel]) {
    if (!step.samples) return { connections: [], bias: 0 };
    const [rows, columns] = step.samples;
    const [height, width] = step.inputShape;
    const connections = weighed(rows, row).flatMap((one) =>
      weighed(columns, column).map((other) => ({
        position: [one.place, other.place, channel],
        weight: one.weight * other.weight,
        isPadding: one.place < 0 || one.place >= height || other.place < 0 || other.place >= width,
      }))
    );
    const inMargin = connections.filter(({ isPadding }) => isPadding);
    const { fill_value: fill = 0 } = step.layer;
    return { connections, bias: fill * inMargin.reduce((sum, { weight }) => sum + weight, 0) };
  },
  feed({ step: { samples } }, [row, column, channel]) {
    if (!samples) return [];
    const [rows, columns] = samples;
    return madeOf(rows, row).flatMap((one) =>
      madeOf(columns, column).map((other) => ({
        position: [one.at, other.at, channel],
        weight: one.weight * other.weight,
        isPadding: false,
      }))
    );
  },
};

/**
 * @param {import("./samples.js").Samples} samples
 * @param {number} place of an old value
 * @returns {{at: number, weight: number}[]} the new values that it counts in
 */
function madeOf(samples, place) {
  return samples.places.flatMap((_, at) =>
    weighed(samples, at).filter((one) => one.place === place).map(({ weight }) => ({ at, weight }))
  );
}
