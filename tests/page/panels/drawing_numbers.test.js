import assert from "node:assert/strict";
import { palette, PALETTES, PLAIN_PALETTES } from "../../../src/convscope/web/draw/palettes.js";
import {
  kernelMosaic,
  paintMaps,
  paintPicture,
  paintValues,
  rangeOf,
} from "../../../src/convscope/web/draw/pixels.js";
import { cornerOf, layOut, mapAt, vectorGrid } from "../../../src/convscope/web/draw/sheet.js";
import { createSheetPixels } from "../../../src/convscope/web/draw/sheet_pixels.js";

/** Palette entries that tell their own index. */
const INDEX = Uint32Array.from({ length: 256 }, (_, index) => index);

Deno.test("palettes run from stop to stop", () => {
  const bytes = new Uint8Array(palette([[0, 10, 20, 255], [255, 10, 0, 0]]).buffer);
  assert.deepEqual([...bytes.slice(0, 4)], [0, 10, 20, 255]);
  assert.deepEqual([...bytes.slice(-4)], [255, 10, 0, 0]);
  assert.equal(bytes[4 * 51], 51);
});

Deno.test("the two ends of signed colours differ in brightness from the middle alike", () => {
  for (const { signed } of Object.values(PALETTES)) {
    const bytes = new Uint8Array(signed.buffer);
    const brightness = (/** @type {number} */ at) =>
      0.3 * bytes[4 * at] + 0.6 * bytes[4 * at + 1] + 0.1 * bytes[4 * at + 2];
    assert.ok(Math.abs(brightness(0) - brightness(127)) > 100);
    assert.ok(Math.abs(brightness(255) - brightness(127)) > 100);
  }
});

Deno.test("without colours one sign is brighter than 0, the other darker", () => {
  for (const { signed, level } of Object.values(PLAIN_PALETTES)) {
    const greyOf = (/** @type {Uint32Array} */ colors, /** @type {number} */ at) =>
      new Uint8Array(colors.buffer)[4 * at];
    const greys = Array.from(signed, (_, at) => greyOf(signed, at));
    const sorted = [...greys].sort((a, b) => a - b);
    const isRising = greys[0] < greys[255];
    assert.deepEqual(isRising ? greys : [...greys].reverse(), sorted);
    assert.ok(
      Math.abs(greyOf(level, 0) - greys[128]) < 3,
      "0 looks the same with and without signs",
    );
    assert.equal(greyOf(level, 255), greys[255]);
  }
});

Deno.test("a range begins at 0, or reaches as far to both sides of it", () => {
  assert.deepEqual(rangeOf([0.5, 2, 1]), { low: 0, high: 2 });
  assert.deepEqual(rangeOf([-3, 2]), { low: -3, high: 3 });
  assert.deepEqual(rangeOf([0, 0]), { low: 0, high: 1 });
});

Deno.test("maps are painted below each other", () => {
  const values = [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15]; // (2, 3, 2)
  const pixels = new Uint32Array(12);
  paintMaps(values, [2, 3, 2], { low: 0, high: 255 }, INDEX, pixels);
  assert.deepEqual([...pixels], [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
  const first = new Uint32Array(6);
  paintMaps(values, [2, 3, 2], { low: -255, high: 255 }, INDEX, first);
  assert.deepEqual([...first.slice(0, 3)], [128, 128, 129]);
});

Deno.test("values outside the range get its ends, NaN stays transparent", () => {
  const painted = paintValues([-9, NaN, 9], { low: 0, high: 1 }, INDEX.map((i) => i + 1));
  assert.deepEqual([...painted], [1, 0, 256]);
});

Deno.test("pictures keep their colours; grey goes through the palette", () => {
  assert.deepEqual([...paintPicture([7, 9], 1, INDEX)], [7, 9]);
  const color = new Uint8Array(paintPicture([1, 2, 3, 4, 5, 6], 3, INDEX).buffer);
  assert.deepEqual([...color], [1, 2, 3, 255, 4, 5, 6, 255]);
});

Deno.test("a filter is a mosaic of one kernel per input map", () => {
  const kernel = Float32Array.from({ length: 2 * 1 * 3 * 2 }, (_, i) => i); // (2, 1, 3, 2)
  const { values, height, width } = kernelMosaic(kernel, [2, 1, 3, 2], 1);
  assert.deepEqual([height, width], [5, 3]);
  assert.deepEqual([...values], [1, NaN, 3, 7, NaN, 9, NaN, NaN, NaN, 5, NaN, NaN, 11, NaN, NaN]);
});

Deno.test("every map of a sheet is found at its own place, and only there", () => {
  for (const [number, height, width] of [[1, 7, 5], [3, 2, 11], [32, 26, 26], [64, 5, 5]]) {
    const sheet = layOut(number, height, width, { cell: 26, room: 390 });
    assert.ok(sheet.height <= 390);
    for (let map = 0; map < number; map++) {
      const { x, y } = cornerOf(sheet, map);
      assert.ok(x >= 0 && x + sheet.mapWidth <= sheet.width);
      assert.equal(mapAt(sheet, x, y), map);
      assert.equal(mapAt(sheet, x + sheet.mapWidth - 1, y + sheet.mapHeight - 1), map);
    }
    assert.equal(mapAt(sheet, -1, 0), -1);
    assert.equal(mapAt(sheet, sheet.width, 0), -1);
  }
});

Deno.test("a vector has a cell for every value", () => {
  for (const length of [1, 10, 24, 25, 1600, 1601]) {
    const { rows, columns } = vectorGrid(length);
    assert.ok(rows * columns >= length && (rows - 1) * columns < length);
  }
  assert.equal(vectorGrid(10).columns, 1);
});

Deno.test("a sheet shows every map in a frame, enlarged without mixing colours", () => {
  const sheet = layOut(2, 1, 2, { cell: 4, room: 2 }); // two maps of 4 × 2 beside each other
  const { pixels, width, height, paint } = createSheetPixels(sheet, { width: 2, height: 1 }, 1, 9);
  assert.deepEqual([width, height], [11, 2]);
  paint(Uint32Array.of(1, 2, 3, 4));
  const row = [1, 1, 2, 2, 9, 0, 9, 3, 3, 4, 4];
  assert.deepEqual([...pixels], [...row, ...row]);
});

Deno.test("no map leaves its sheet, whatever the density of the screen", () => {
  for (const density of [0.5, 0.9, 1.1, 1.25, 1.5, 2, 2.625, 3]) {
    const sheet = layOut(7, 3, 5, { cell: 26, room: 60 });
    const screen = createSheetPixels(sheet, { width: 5, height: 3 }, density, 9);
    screen.paint(new Uint32Array(7 * 3 * 5).fill(1));
    const numPainted = screen.pixels.filter((pixel) => pixel === 1).length;
    const size = Math.round(sheet.mapWidth * density) * Math.round(sheet.mapHeight * density);
    assert.equal(numPainted, 7 * size, `density ${density}`);
  }
});
