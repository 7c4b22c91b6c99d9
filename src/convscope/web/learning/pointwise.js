/** Layers of a batch that compute every value from the one at the same place, padding and cropping. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { product as sizeOf } from "../core/arrays.js";
import { givenScale, pieceAt, placesIn } from "../net/pointwise.js";

/**
 * Returns what leaves every value as it is: flattening (the same order in a flat array), and the
 * layer whose only work is its activation.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function identity({ step, input, output, gradient, inputGradient }) {
  const size = sizeOf(step.outputShape);
  return {
    forward(count) {
      for (let i = 0; i < count * size; i++) output[i] = input[i];
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) inputGradient[i] = gradient[i];
    },
  };
}

/**
 * Returns x × scale + offset.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function rescaling({ step, input, output, gradient, inputGradient }) {
  const { scale, offset } = step.layer;
  const size = sizeOf(step.outputShape);
  return {
    forward(count) {
      for (let i = 0; i < count * size; i++) output[i] = input[i] * scale + offset;
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) inputGradient[i] = gradient[i] * scale;
    },
  };
}

/**
 * Returns rows and columns of zeros around the pictures.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function zeroPadding({ step, input, output, gradient, inputGradient }) {
  const [height, width, channels] = step.inputShape;
  const [paddedHeight, paddedWidth] = step.outputShape;
  const [[top], [left]] = step.layer.padding;
  const rowLength = width * channels;

  /** @param {number} row of the batch, counted over all its images @returns {number} */
  function placeOf(row) {
    const image = Math.floor(row / height);
    const paddedRow = image * paddedHeight + top + row % height;
    return (paddedRow * paddedWidth + left) * channels;
  }
  return {
    forward(count) {
      // Zeros lie there from the beginning.
      for (let row = 0; row < count * height; row++) {
        const to = placeOf(row);
        const from = row * rowLength;
        for (let i = 0; i < rowLength; i++) output[to + i] = input[from + i];
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let row = 0; row < count * height; row++) {
        const from = placeOf(row);
        const to = row * rowLength;
        for (let i = 0; i < rowLength; i++) inputGradient[to + i] = gradient[from + i];
      }
    },
  };
}

/**
 * Returns the pictures without some rows and columns at their edges.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function cropping({ step, input, output, gradient, inputGradient }) {
  const [height, width, channels] = step.inputShape;
  const [rows, columns] = step.outputShape;
  const [[top], [left]] = step.layer.cropping;
  const rowLength = columns * channels;

  /** @param {number} row of what is left, counted over all images @returns {number} */
  function placeOf(row) {
    const inImage = Math.floor(row / rows) * height + top + row % rows;
    return (inImage * width + left) * channels;
  }
  return {
    forward(count) {
      for (let row = 0; row < count * rows; row++) {
        const from = placeOf(row);
        const to = row * rowLength;
        for (let i = 0; i < rowLength; i++) output[to + i] = input[from + i];
      }
    },
    backward(count) {
      if (!inputGradient) return;
      inputGradient.fill(0, 0, count * sizeOf(step.inputShape));
      for (let row = 0; row < count * rows; row++) {
        const to = placeOf(row);
        const from = row * rowLength;
        for (let i = 0; i < rowLength; i++) inputGradient[to + i] = gradient[from + i];
      }
    },
  };
}

/**
 * Returns a ramp of three straight pieces.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function ramp({ step, input, output, gradient, inputGradient }) {
  const { layer } = step;
  const size = sizeOf(step.outputShape);
  return {
    forward(count) {
      for (let i = 0; i < count * size; i++) {
        const { factor, bias } = pieceAt(layer, input[i]);
        output[i] = factor ? factor * input[i] + bias : bias;
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) {
        inputGradient[i] = gradient[i] * pieceAt(layer, input[i]).factor;
      }
    },
  };
}

/**
 * Returns a ramp whose slope left of zero is learned.
 *
 * @param {Place} place with `alpha`, shaped like a value of the batch; shared axes are 1 long
 * @returns {LayerAtWork}
 */
export function learnedRamp({ step, input, output, gradient, inputGradient, ...place }) {
  const { alpha } = place.tensors;
  const { alpha: ofAlpha } = place.tensorGradients;
  const size = sizeOf(step.outputShape);
  const at = placesIn(step.parameterShapes.alpha, step.inputShape);
  return {
    forward(count) {
      for (let i = 0; i < count * size; i++) {
        output[i] = input[i] < 0 ? alpha[at[i % size]] * input[i] : input[i];
      }
    },
    backward(count) {
      for (let i = 0; i < count * size; i++) {
        const slope = input[i] < 0 ? alpha[at[i % size]] : Number(input[i] > 0);
        if (input[i] < 0) ofAlpha[at[i % size]] += gradient[i] * input[i];
        if (inputGradient) inputGradient[i] = gradient[i] * slope;
      }
    },
  };
}

/**
 * Returns normalization by numbers that were measured or given, in training and outside.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 */
export function givenNormalization({ step, input, output, gradient, inputGradient, tensors }) {
  const size = sizeOf(step.outputShape);
  const channels = step.inputShape[step.inputShape.length - 1];
  const scales = Array.from({ length: channels }, (_, c) => givenScale(step.layer, tensors, c));
  return {
    forward(count) {
      for (let i = 0; i < count * size; i++) {
        const { factor, bias } = scales[i % channels];
        output[i] = input[i] * factor + bias;
      }
    },
    backward(count) {
      if (!inputGradient) return;
      for (let i = 0; i < count * size; i++) {
        inputGradient[i] = gradient[i] * scales[i % channels].factor;
      }
    },
  };
}
