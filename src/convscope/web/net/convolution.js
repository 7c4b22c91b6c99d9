/** Convolution: patches of the input times the kernel. */

/** @import { LeftBlock, PackedMatrix } from "./matrix.js" */
/** @import { Operation, Weights } from "./operations.js" */
/** @import { Step } from "./architecture.js" */
import { BLOCK, createLeftBlock, findColumns, multiplyBlock, packColumns } from "./matrix.js";

/**
 * Returns the convolution of one layer, in a single group. Each output position is the product of its patch
 * (window × channels values) with the kernel as a (window × channels, filters) matrix; four
 * positions are computed at a time.
 *
 * @param {Step} step
 * @param {Weights} weights `kernel` (height, width, in, out), perhaps `bias` (out,)
 * @returns {Operation}
 */
export function convolution(step, { kernel, bias }) {
  const [inputHeight, inputWidth, channels] = step.inputShape;
  const [rows, columns] = step.sliding ?? never();
  const filters = step.outputShape[2];
  const patchSize = rows.taps * columns.taps * channels;
  const numPositions = rows.positions * columns.positions;
  /** @type {{packed: PackedMatrix, block: LeftBlock} | undefined} */
  let prepared; // At the first use: where the kernel computes there is none.

  /**
   * Calls back with (index in the patch, index in the input, number of values) for every run of
   * input values under the window; what lies in the padding is left out.
   *
   * @param {number} position
   * @param {(inPatch: number, inInput: number, count: number) => void} visit
   */
  function eachRun(position, visit) {
    const top = Math.floor(position / columns.positions) * rows.stride - rows.before;
    const left = (position % columns.positions) * columns.stride - columns.before;
    const first = Math.max(-left, 0);
    const last = Math.min(inputWidth - left, columns.window);
    for (let row = 0; row < rows.taps; row++) {
      const inputRow = top + row * rows.dilation;
      if (inputRow < 0 || inputRow >= inputHeight) continue;
      if (columns.dilation > 1) {
        for (let tap = 0; tap < columns.taps; tap++) {
          const column = left + tap * columns.dilation;
          if (column < 0 || column >= inputWidth) continue;
          const inPatch = (row * columns.taps + tap) * channels;
          visit(inPatch, (inputRow * inputWidth + column) * channels, channels);
        }
        continue;
      }
      const inPatch = (row * columns.taps + first) * channels;
      const inInput = (inputRow * inputWidth + left + first) * channels;
      visit(inPatch, inInput, (last - first) * channels);
    }
  }

  return {
    forward([input], output) {
      prepared ??= {
        packed: packColumns(kernel, patchSize, filters, bias),
        block: createLeftBlock(patchSize),
      };
      const { packed, block } = prepared;
      const patches = block.values;
      for (let position = 0; position < numPositions; position += BLOCK) {
        const count = Math.min(BLOCK, numPositions - position);
        patches.fill(0);
        for (let lane = 0; lane < count; lane++) {
          eachRun(position + lane, (inPatch, inInput, length) => {
            let to = inPatch * BLOCK + lane;
            for (let i = inInput; i < inInput + length; i++, to += BLOCK) patches[to] = input[i];
          });
        }
        findColumns(block, packed);
        multiplyBlock(block, packed, output, position * filters, count);
      }
    },
    backward(gradient) {
      const result = new Float64Array(inputHeight * inputWidth * channels);
      for (let position = 0; position < numPositions; position++) {
        const ofPosition = gradient.subarray(position * filters, (position + 1) * filters);
        eachRun(position, (inPatch, inInput, length) => {
          for (let i = 0; i < length; i++) {
            const ofInput = (inPatch + i) * filters;
            let sum = 0;
            for (let f = 0; f < filters; f++) sum += kernel[ofInput + f] * ofPosition[f];
            result[inInput + i] += sum;
          }
        });
      }
      return [result];
    },
  };
}

/** @returns {never} */
function never() {
  throw new TypeError("A convolution always slides a window.");
}
