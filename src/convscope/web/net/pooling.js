/** Pooling: the largest value or the mean of every window, or of a whole channel. */

/** @import { Operation } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
/** @import { Sliding } from "./windows.js" */

/**
 * Returns (first, first behind the last) row of the input under each row of windows, and the same
 * for columns. Windows are clipped to the input, for pooling never counts padding; a kind that does
 * not slide has one window.
 *
 * @param {Step} step
 * @returns {[[number, number][], [number, number][]]}
 */
export function windowBounds({ sliding, inputShape: [height, width] }) {
  return sliding ? [boundsOn(sliding[0]), boundsOn(sliding[1])] : [[[0, height]], [[0, width]]];
}

/** @param {Sliding} sliding @returns {[number, number][]} */
function boundsOn({ positions, stride, before, window, length }) {
  return Array.from({ length: positions }, (_, position) => {
    const first = position * stride - before;
    return [Math.max(first, 0), Math.min(first + window, length)];
  });
}

/**
 * Calls back for every window, clipped to the input: pooling never counts padding.
 *
 * @param {Step} step
 * @param {(output: number, top: number, bottom: number, left: number, right: number) => void} visit
 *   index of the window's first channel in the output; rows and columns of the input, last excluded
 */
function eachWindow(step, visit) {
  const [rows, columns] = windowBounds(step);
  const channels = step.inputShape[2];
  let output = 0;
  for (const [top, bottom] of rows) {
    for (const [left, right] of columns) {
      visit(output, top, bottom, left, right);
      output += channels;
    }
  }
}

/**
 * Returns max-pooling, also of whole channels; where several values are equally large, the first gets the gradient.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function maxPooling(step) {
  const [, width, channels] = step.inputShape;

  /**
   * @param {Float32Array} input
   * @param {(output: number, largest: number) => void} visit indices in output and input
   */
  function eachLargest(input, visit) {
    eachWindow(step, (output, top, bottom, left, right) => {
      for (let channel = 0; channel < channels; channel++) {
        let largest = (top * width + left) * channels + channel;
        for (let row = top; row < bottom; row++) {
          const end = (row * width + right) * channels;
          for (let i = (row * width + left) * channels + channel; i < end; i += channels) {
            // NaN wins, as in PyTorch: a net that has diverged shows it.
            if (input[i] > input[largest] || Number.isNaN(input[i])) largest = i;
          }
        }
        visit(output + channel, largest);
      }
    });
  }

  return {
    forward([input], output) {
      // Whole pixels at a time, in the order in which they lie in memory.
      eachWindow(step, (to, top, bottom, left, right) => {
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const from = (row * width + column) * channels;
            const isFirst = row === top && column === left;
            for (let channel = 0; channel < channels; channel++) {
              const value = input[from + channel];
              if (isFirst || value > output[to + channel] || Number.isNaN(value)) {
                output[to + channel] = value;
              }
            }
          }
        }
      });
    },
    backward(gradient, [input]) {
      const result = new Float64Array(input.length);
      eachLargest(input, (from, largest) => {
        result[largest] += gradient[from];
      });
      return [result];
    },
  };
}

/**
 * Returns average-pooling: the mean of the input values under the window.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function averagePooling(step) {
  const [, width, channels] = step.inputShape;
  return {
    forward([input], output) {
      eachWindow(step, (to, top, bottom, left, right) => {
        const count = (bottom - top) * (right - left);
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let row = top; row < bottom; row++) {
            for (let column = left; column < right; column++) {
              sum += input[(row * width + column) * channels + channel];
            }
          }
          output[to + channel] = sum / count;
        }
      });
    },
    backward(gradient, [input]) {
      const result = new Float64Array(input.length);
      eachWindow(step, (from, top, bottom, left, right) => {
        const count = (bottom - top) * (right - left);
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const at = (row * width + column) * channels;
            for (let channel = 0; channel < channels; channel++) {
              result[at + channel] += gradient[from + channel] / count;
            }
          }
        }
      });
      return [result];
    },
  };
}

/**
 * Returns the mean of every channel over all rows and columns.
 *
 * @param {Step} step
 * @returns {Operation}
 */
export function globalAveragePooling(step) {
  const [height, width, channels] = step.inputShape;
  const sums = new Float64Array(channels);
  return {
    forward([input], output) {
      sums.fill(0);
      for (let i = 0; i < input.length; i++) sums[i % channels] += input[i];
      for (let channel = 0; channel < channels; channel++) {
        output[channel] = sums[channel] / (height * width);
      }
    },
    backward(gradient, [input]) {
      const result = new Float64Array(input.length);
      return [result.map((_, i) => gradient[i % channels] / (height * width))];
    },
  };
}
