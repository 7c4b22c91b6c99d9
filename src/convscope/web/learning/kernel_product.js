/** The matrix product of training on the WebAssembly kernel of `net/kernel.js`. */

/** @import { Compiled, Kernel } from "../net/kernel.js" */
/** @import { Product } from "./product.js" */
import { createArena } from "../net/arena.js";
import { compileKernel } from "../net/kernel.js";
import { createProduct } from "./product.js";

const BYTES = 4;

/** Columns of b side by side in the kernel. */
const PANEL = 8;

/** @returns {Product} with the kernel where the browser has and allows it */
export function fastestProduct() {
  const compiled = compileKernel();
  const script = createProduct();
  return compiled ? createKernelProduct(compiled, script) : script;
}

/**
 * Returns a product in float32 vectors. It is so fast that looking for zeros would not pay. Factors are copied into the kernel's memory, which is small
 * work beside the product; a larger product than any before takes a larger memory.
 *
 * @param {Compiled} compiled
 * @param {Product} script what computes where there is no memory
 * @returns {Product}
 */
export function createKernelProduct(compiled, script) {
  const lengths = [0, 0, 0]; // of left factor, panels and result
  const places = [0, 0, 0];
  /** @type {Float32Array[]} */
  let views = [];
  /** @type {Kernel | null} */
  let kernel = null;

  /** @param {number[]} needed @returns {boolean} */
  function reserve(needed) {
    if (needed.every((length, i) => length <= lengths[i])) return kernel !== null;
    const arena = createArena();
    needed.forEach((length, i) => {
      lengths[i] = Math.max(length, lengths[i]);
      places[i] = arena.take(lengths[i]);
    });
    const opened = arena.open(compiled);
    kernel = opened?.kernel ?? null;
    views = opened ? places.map((place, i) => opened.view(place, lengths[i])) : [];
    return kernel !== null;
  }

  return {
    allocate: script.allocate,
    multiplyAdd(c, a, b, rows, depth, columns, transposed = "none") {
      const numPanels = Math.ceil(columns / PANEL);
      if (!reserve([rows * depth, numPanels * (depth + 1) * PANEL, rows * columns]) || !kernel) {
        script.multiplyAdd(c, a, b, rows, depth, columns, transposed);
        return;
      }
      const [left, panels, result] = views;
      copyRows(left, a, rows, depth, transposed === "a");
      packPanels(panels, b, depth, columns, transposed === "b");
      const multiply = rows < compiled.numRows ? kernel.multiplyOne : kernel.multiply;
      const run = depth * BYTES;
      const [from, matrix, to] = places;
      const inOne = [1, 0, 0, 0, depth]; // each row of the left factor is a single run
      multiply(from, 0, rows, run, rows, ...inOne, matrix, columns, to, columns * BYTES, 0);
      for (let i = 0; i < rows * columns; i++) c[i] += result[i];
    },
  };
}

/**
 * @param {Float32Array} left (rows, depth)
 * @param {Float32Array} a
 * @param {number} rows
 * @param {number} depth
 * @param {boolean} isTransposed whether a is (depth, rows)
 */
function copyRows(left, a, rows, depth, isTransposed) {
  if (!isTransposed) {
    for (let i = 0; i < rows * depth; i++) left[i] = a[i];
    return;
  }
  for (let row = 0, to = 0; row < rows; row++) {
    for (let from = row; to < (row + 1) * depth; from += rows, to++) left[to] = a[from];
  }
}

/**
 * Copies b as the kernel reads it: eight columns after eight, a bias of 0 first.
 *
 * @param {Float32Array} panels
 * @param {Float32Array} b
 * @param {number} depth
 * @param {number} columns
 * @param {boolean} isTransposed whether b is (columns, depth)
 */
function packPanels(panels, b, depth, columns, isTransposed) {
  const toRow = isTransposed ? 1 : columns;
  const toColumn = isTransposed ? depth : 1;
  for (let first = 0, to = 0; first < columns; first += PANEL) {
    for (let lane = 0; lane < PANEL; lane++, to++) panels[to] = 0;
    const width = Math.min(PANEL, columns - first);
    for (let row = 0; row < depth; row++, to += PANEL) {
      let from = row * toRow + first * toColumn;
      for (let lane = 0; lane < width; lane++, from += toColumn) panels[to + lane] = b[from];
      for (let lane = width; lane < PANEL; lane++) panels[to + lane] = 0;
    }
  }
}
