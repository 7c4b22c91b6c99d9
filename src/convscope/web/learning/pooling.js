/** Pooling of a batch: the largest value or the mean of every window, or of a whole channel. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";

/**
 * Returns max-pooling, also of whole channels; where several values are equally large, the first gets the gradient, and
 * NaN wins. Padding never does.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function maxPooling({ step, batchSize, input, output, gradient, inputGradient }) {
  const windows = windowsOf(step);
  const channels = step.inputShape[2];
  const inputSize = sizeOf(step.inputShape);
  const outputSize = sizeOf(step.outputShape);
  const winners = new Int32Array(batchSize * outputSize);

  return {
    forward(count) {
      for (let image = 0; image < count; image++) {
        const inInput = image * inputSize;
        let to = image * outputSize;
        for (const places of windows) {
          const first = inInput + places[0];
          for (let c = 0; c < channels; c++) {
            output[to + c] = input[first + c];
            winners[to + c] = first + c;
          }
          for (let place = 1; place < places.length; place++) {
            const from = inInput + places[place];
            for (let c = 0; c < channels; c++) {
              const value = input[from + c];
              if (value > output[to + c] || value !== value) {
                output[to + c] = value;
                winners[to + c] = from + c;
              }
            }
          }
          to += channels;
        }
      }
    },
    backward(count) {
      if (!inputGradient) return;
      inputGradient.fill(0, 0, count * inputSize);
      for (let i = 0; i < count * outputSize; i++) inputGradient[winners[i]] += gradient[i];
    },
  };
}

/**
 * Returns average-pooling: the mean of the input values under the window, without padding.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function averagePooling({ step, input, output, gradient, inputGradient }) {
  const windows = windowsOf(step);
  const channels = step.outputShape[2];
  const inputSize = sizeOf(step.inputShape);
  const outputSize = sizeOf(step.outputShape);
  return {
    forward(count) {
      for (let image = 0; image < count; image++) {
        let to = image * outputSize;
        for (const places of windows) {
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            for (let i = 0; i < places.length; i++) sum += input[image * inputSize + places[i] + c];
            output[to + c] = sum / places.length;
          }
          to += channels;
        }
      }
    },
    backward(count) {
      if (!inputGradient) return;
      inputGradient.fill(0, 0, count * inputSize);
      for (let image = 0; image < count; image++) {
        let from = image * outputSize;
        for (const places of windows) {
          for (let i = 0; i < places.length; i++) {
            const to = image * inputSize + places[i];
            for (let c = 0; c < channels; c++) {
              inputGradient[to + c] += gradient[from + c] / places.length;
            }
          }
          from += channels;
        }
      }
    },
  };
}

/**
 * Returns the mean of every channel over all rows and columns.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function globalAveragePooling({ step, input, output, gradient, inputGradient }) {
  const [height, width, channels] = step.inputShape;
  const numPlaces = height * width;
  const inputSize = numPlaces * channels;
  return {
    forward(count) {
      for (let image = 0; image < count; image++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let i = c; i < inputSize; i += channels) sum += input[image * inputSize + i];
          output[image * channels + c] = sum / numPlaces;
        }
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let image = 0, to = 0; image < count; image++) {
        for (let i = 0; i < numPlaces; i++) {
          for (let c = 0; c < channels; c++, to++) {
            inputGradient[to] = gradient[image * channels + c] / numPlaces;
          }
        }
      }
    },
  };
}

/**
 * Returns for every window, row by row, where the pixels under it begin in one image; those in the
 * padding are left out. A kind that does not slide has one window.
 *
 * @param {Place["step"]} step
 * @returns {Int32Array[]}
 */
function windowsOf({ sliding, inputShape }) {
  const [height, width, channels] = inputShape;
  if (!sliding) return [Int32Array.from({ length: height * width }, (_, at) => at * channels)];
  const [rows, columns] = sliding;
  const windows = [];
  for (let row = 0; row < rows.positions; row++) {
    for (let column = 0; column < columns.positions; column++) {
      const top = row * rows.stride - rows.before;
      const left = column * columns.stride - columns.before;
      const places = [];
      for (let r = Math.max(top, 0); r < Math.min(top + rows.window, height); r++) {
        for (let c = Math.max(left, 0); c < Math.min(left + columns.window, width); c++) {
          places.push((r * width + c) * channels);
        }
      }
      windows.push(Int32Array.from(places));
    }
  }
  return windows;
}
