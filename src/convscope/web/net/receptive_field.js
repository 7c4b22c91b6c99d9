/** Which pixels of the input a neuron can see. */

/** @import { Shape } from "../core/arrays.js" */
/** @import { Sliding } from "./windows.js" */

/**
 * The window of input pixels behind the neurons of one layer; pairs are (rows, columns).
 *
 * Source: Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks",
 * Distill 2019.
 *
 * @typedef {object} ReceptiveField
 * @property {number[]} size of the window
 * @property {number[]} stride pixels of the input between two neighbouring neurons
 * @property {number[]} offset where the window of neuron (0, 0) begins; negative in the padding
 * @property {number[]} inputSize of the net's input
 */

/**
 * Returns the field of the input itself: every pixel sees itself.
 *
 * @param {Shape} shape
 * @returns {ReceptiveField}
 */
export function fieldOfInput(shape) {
  const inputSize = shape.length === 3 ? [shape[0], shape[1]] : [1, shape[0]];
  return { size: [1, 1], stride: [1, 1], offset: [0, 0], inputSize };
}

/**
 * Returns the field behind a window that slides over neurons of this field.
 *
 * @param {ReceptiveField} field
 * @param {readonly [Sliding, Sliding]} sliding over rows and over columns
 * @returns {ReceptiveField}
 */
export function fieldThrough(field, sliding) {
  const { size, stride, offset, inputSize } = field;
  return {
    size: sliding.map((s, axis) => size[axis] + (s.window - 1) * stride[axis]),
    stride: sliding.map((s, axis) => stride[axis] * s.stride),
    offset: sliding.map((s, axis) => offset[axis] - s.before * stride[axis]),
    inputSize,
  };
}

/**
 * Returns the field when rows and columns of zeros are put before.
 *
 * @param {ReceptiveField} field
 * @param {number} top
 * @param {number} left
 * @returns {ReceptiveField}
 */
export function fieldShifted(field, top, left) {
  const { stride, offset } = field;
  return { ...field, offset: [offset[0] - top * stride[0], offset[1] - left * stride[1]] };
}

/**
 * Returns the field of a neuron that sees the whole input.
 *
 * @param {ReceptiveField} field
 * @returns {ReceptiveField}
 */
export function wholeField({ inputSize }) {
  return { size: inputSize, stride: inputSize, offset: [0, 0], inputSize };
}

/**
 * Returns the field of a join's neurons: the union of what its inputs see. Fields whose windows move
 * by different strides have none in common; theirs is the smallest one that holds all of them.
 *
 * @param {ReceptiveField[]} fields of the inputs
 * @param {Shape[]} inputShapes
 * @param {Shape} shape of what leaves
 * @returns {ReceptiveField}
 */
export function fieldJoined(fields, inputShapes, shape) {
  if (shape.length === 1) {
    const isSame = fields.every((field) => JSON.stringify(field) === JSON.stringify(fields[0]));
    return isSame ? fields[0] : wholeField(fields[0]);
  }
  const found = fields.map((field, index) => {
    const own = inputShapes[index];
    const { size, offset, stride, inputSize } = own.length === 3 ? field : wholeField(field);
    // What stands for all places is seen from all of them.
    const isOne = (/** @type {number} */ axis) => own.length === 1 || own[axis] < shape[axis];
    return { size, offset, inputSize, stride: stride.map((by, axis) => isOne(axis) ? 0 : by) };
  });
  const axes = [0, 1].map((axis) => {
    const stride = Math.max(...found.map((field) => field.stride[axis]));
    const ends = found.flatMap((field) => {
      const first = field.offset[axis];
      const moved = (field.stride[axis] - stride) * (shape[axis] - 1);
      return [first, first + moved].map((begin) => [begin, begin + field.size[axis]]);
    });
    const offset = Math.min(...ends.map(([first]) => first));
    return { size: Math.max(...ends.map(([, end]) => end)) - offset, stride, offset };
  });
  return {
    size: axes.map(({ size }) => size),
    stride: axes.map(({ stride }) => stride),
    offset: axes.map(({ offset }) => offset),
    inputSize: fields[0].inputSize,
  };
}

/**
 * Returns the rows and columns of the input behind neuron (row, column).
 *
 * @param {ReceptiveField} field
 * @param {number} row
 * @param {number} column
 * @returns {{top: number, left: number, bottom: number, right: number}} bottom and right excluded
 */
export function fieldWindow(field, row, column) {
  const [[top, bottom], [left, right]] = [row, column].map((index, axis) => {
    const first = field.offset[axis] + index * field.stride[axis];
    const last = Math.min(first + field.size[axis], field.inputSize[axis]);
    return [Math.max(first, 0), Math.max(last, 0)];
  });
  return { top, left, bottom, right };
}
