/** Convolution of a batch: patches of the images as rows of a matrix, times the kernel. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { addColumnSums, fillRows } from "./rows.js";

/** Values of the patches that are held at a time: they should stay in the processor's cache. */
const MAX_PATCH_VALUES = 2 ** 17;

/**
 * Returns the convolution of one layer. Some images at a time, every window becomes a row of a
 * (positions, window × channels) matrix P:
 *
 * output = P · kernel + bias;  ∂L/∂kernel = Pᵀ · ∂L/∂output;  ∂L/∂P = ∂L/∂output · kernelᵀ,
 * which is added up where the windows overlap.
 *
 * @param {Place} place with `kernel` (height, width, in, out), perhaps `bias` (out,)
 * @returns {LayerAtWork}
 */
export function convolution(place) {
  const { step, batchSize, input, output, gradient, inputGradient, product } = place;
  const { kernel, bias } = place.tensors;
  const runs = runsOfWindows(step);
  const filters = step.outputShape[2];
  const sums = new Float64Array(filters);
  const inputSize = sizeOf(step.inputShape);
  const numPositions = sizeOf(step.outputShape) / filters;
  const patchSize = kernel.length / filters;
  const imageSize = numPositions * patchSize;
  const perChunk = Math.min(batchSize, Math.max(1, Math.floor(MAX_PATCH_VALUES / imageSize)));
  // Padding is never written to, so its zeros stay.
  const patches = product.allocate(perChunk * imageSize);
  const patchGradients = product.allocate(inputGradient ? patches.length : 0);
  const chunksOf = (/** @type {Float32Array} */ values) =>
    Array.from(
      { length: Math.ceil(batchSize / perChunk) },
      (_, chunk) => values.subarray(chunk * perChunk * numPositions * filters),
    );
  const outputs = chunksOf(output);
  const gradients = chunksOf(gradient);

  /** @param {number} first image of the batch @param {number} count */
  function gather(first, count) {
    for (let image = 0; image < count; image++) {
      const inInput = (first + image) * inputSize;
      const inPatches = image * imageSize;
      for (let run = 0; run < runs.length; run += 3) {
        const from = inInput + runs[run];
        const to = inPatches + runs[run + 1];
        const length = runs[run + 2];
        for (let i = 0; i < length; i++) patches[to + i] = input[from + i];
      }
    }
  }

  /** @param {Float32Array} result @param {number} first @param {number} count */
  function scatter(result, first, count) {
    for (let image = 0; image < count; image++) {
      const inInput = (first + image) * inputSize;
      const inPatches = image * imageSize;
      for (let run = 0; run < runs.length; run += 3) {
        const to = inInput + runs[run];
        const from = inPatches + runs[run + 1];
        const length = runs[run + 2];
        for (let i = 0; i < length; i++) result[to + i] += patchGradients[from + i];
      }
    }
  }

  return {
    forward(count) {
      fillRows(output, bias, count * numPositions, filters);
      for (let chunk = 0, first = 0; first < count; chunk++, first += perChunk) {
        const images = Math.min(perChunk, count - first);
        gather(first, images);
        const rows = images * numPositions;
        product.multiplyAdd(outputs[chunk], patches, kernel, rows, patchSize, filters);
      }
    },
    backward(count) {
      const { kernel: kernelGradient, bias: biasGradient } = place.tensorGradients;
      if (biasGradient) addColumnSums(biasGradient, gradient, count * numPositions, sums);
      inputGradient?.fill(0, 0, count * inputSize);
      for (let chunk = 0, first = 0; first < count; chunk++, first += perChunk) {
        const images = Math.min(perChunk, count - first);
        const rows = images * numPositions;
        const ofChunk = gradients[chunk];
        gather(first, images);
        product.multiplyAdd(kernelGradient, patches, ofChunk, patchSize, rows, filters, "a");
        if (!inputGradient) continue;
        patchGradients.fill(0, 0, images * imageSize);
        product.multiplyAdd(patchGradients, ofChunk, kernel, rows, filters, patchSize, "b");
        scatter(inputGradient, first, images);
      }
    },
  };
}

/**
 * Returns where the values under every window lie in one image and in its patches, as runs of
 * neighbours: (index in the image, index in the patches, length) after each other. What lies in
 * the padding is left out.
 *
 * @param {Place["step"]} step
 * @returns {Int32Array}
 */
function runsOfWindows({ sliding, inputShape }) {
  const [rows, columns] = /** @type {NonNullable<Place["step"]["sliding"]>} */ (sliding);
  const [height, width, channels] = inputShape;
  const runs = [];
  for (let position = 0; position < rows.positions * columns.positions; position++) {
    const top = Math.floor(position / columns.positions) * rows.stride - rows.before;
    const left = (position % columns.positions) * columns.stride - columns.before;
    const first = Math.max(-left, 0);
    const last = Math.min(width - left, columns.window);
    for (let tap = 0; tap < rows.taps; tap++) {
      const row = top + tap * rows.dilation;
      if (row < 0 || row >= height || last <= first) continue;
      const rowInPatches = (position * rows.taps + tap) * columns.taps;
      if (columns.dilation > 1) {
        for (let across = 0; across < columns.taps; across++) {
          const column = left + across * columns.dilation;
          if (column < 0 || column >= width) continue;
          runs.push(
            (row * width + column) * channels,
            (rowInPatches + across) * channels,
            channels,
          );
        }
        continue;
      }
      const inImage = row * width + left + first;
      runs.push(
        inImage * channels,
        (rowInPatches + first) * channels,
        (last - first) * channels,
      );
    }
  }
  return Int32Array.from(runs);
}
