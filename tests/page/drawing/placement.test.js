/** Ink and placement agree with Python pixel for pixel, on tests/data/drawing/golden.json. */

import assert from "node:assert/strict";
import { render } from "../../../src/convscope/web/core/ink.js";
import {
  findPlacement,
  greyFromRgba,
  placeCharacters,
  placeImage,
  placeStrokes,
  strokesFromJson,
} from "../../../src/convscope/web/core/placement.js";

/** @import { Stroke } from "../../../src/convscope/web/core/ink.js" */
/** @import { Placed } from "../../../src/convscope/web/core/placement.js" */

const DATA = new URL("../../data/", import.meta.url);
const golden = JSON.parse(Deno.readTextFileSync(new URL("drawing/golden.json", DATA)));

/** @type {Record<string, Stroke[]>} */
const drawings = { ...golden.odd_drawings };
for (const each of JSON.parse(Deno.readTextFileSync(new URL("drawn_strokes.json", DATA)))) {
  drawings[each.name] = strokesFromJson(each.strokes);
}

/** @param {string} base64 */
function decoded(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * @param {string} what
 * @param {Uint8Array} actual
 * @param {Uint8Array} expected
 */
function assertSamePixels(what, actual, expected) {
  if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} pixels`);
  const largest = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - actual[i])),
    0,
  );
  if (largest > 1) throw new Error(`${what}: pixels differ by up to ${largest} of 255`);
}

/**
 * @param {string} what
 * @param {unknown} actual
 * @param {unknown} expected
 */
function assertClose(what, actual, expected) {
  const isClose = typeof actual === "number" && typeof expected === "number"
    ? Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
    : actual === expected;
  if (!isClose) throw new Error(`${what}: ${actual}, in Python ${expected}`);
}

/**
 * @param {string} what
 * @param {Placed | null} placed
 * @param {any} expected
 */
function assertSamePlaced(what, placed, expected) {
  if (placed === null || expected === null) return assertClose(what, placed, expected);
  assertSamePixels(what, placed.image.pixels, decoded(expected.image));
  for (const side of /** @type {const} */ (["top", "left", "height", "width"])) {
    assertClose(`${what}: box ${side}`, placed.box[side], expected.box[side]);
  }
  for (const axis of [0, 1]) {
    assertClose(`${what}: scale`, placed.scale[axis], expected.scale[axis]);
    assertClose(`${what}: shift`, placed.shift[axis], expected.shift[axis]);
  }
  assertClose(`${what}: slant`, placed.slant, expected.slant);
  assertClose(`${what}: width before`, placed.strokeWidthBefore, expected.stroke_width_before);
  assertClose(`${what}: width`, placed.strokeWidth, expected.stroke_width);
  assertClose(`${what}: inverted`, placed.isInverted, expected.is_inverted);
  assertClose(`${what}: sure`, placed.isSure, expected.is_sure);
}

Deno.test("ink is Python's, pixel for pixel", () => {
  for (const { drawing, size, width, pixels } of golden.ink) {
    assertSamePixels(drawing, render(drawings[drawing], size, width).pixels, decoded(pixels));
  }
});

Deno.test("placed strokes are Python's, with their facts", () => {
  for (const { drawing, placement, placed } of golden.strokes) {
    const actual = placeStrokes(drawings[drawing], placement);
    assertSamePlaced(`${drawing} as ${placement}`, actual, placed);
  }
});

Deno.test("placed pictures are Python's, with their facts", () => {
  for (const { picture, placement, placed } of golden.rasters) {
    const { height, width, pixels } = golden.pictures[picture];
    const actual = placeImage({ height, width, pixels: decoded(pixels) }, placement);
    assertSamePlaced(`${picture} as ${placement}`, actual, placed);
  }
  for (const { drawing, size, width, placement, placed } of golden.large) {
    const actual = placeImage(render(drawings[drawing], size, width), placement);
    assertSamePlaced(`${drawing} of ${size} pixels as ${placement}`, actual, placed);
  }
});

Deno.test("the characters of photographs are Python's, with their facts", () => {
  for (const { photograph, placement, placed } of golden.characters) {
    const [{ height, width }] = golden.photographs[photograph];
    const planes = golden.photographs[photograph].map((/** @type {{pixels: string}} */ plane) =>
      decoded(plane.pixels)
    );
    const actual = placeCharacters({ height, width, planes }, placement);
    const what = `${photograph} as ${placement}`;
    assertClose(`${what}: characters`, actual.length, placed.length);
    actual.forEach((each, index) => assertSamePlaced(`${what}, ${index}`, each, placed[index]));
  }
});

Deno.test("blank paper is null, not a crash", () => {
  for (const strokes of [[], [[]]]) {
    if (placeStrokes(strokes, "mnist") !== null) throw new Error("strokes out of nothing");
  }
  const white = { height: 9, width: 7, pixels: new Uint8Array(63).fill(255) };
  if (placeImage(white, "mnist") !== null) throw new Error("ink out of white paper");
});

Deno.test("a transparent pixel shows white paper, and green is brighter than blue", () => {
  const data = Uint8ClampedArray.from([0, 0, 0, 0, 0, 255, 0, 255, 0, 0, 255, 255]);
  assertSamePixels(
    "grey",
    greyFromRgba({ height: 1, width: 3, data }).pixels,
    Uint8Array.from([255, 150, 29]),
  );
});

Deno.test("bad strokes and unknown placements are told apart from bugs", () => {
  assert.throws(() => strokesFromJson("{"), /Strokes are not JSON/);
  assert.throws(() => strokesFromJson(3), /Strokes are number/);
  assert.throws(() => strokesFromJson([7]), /One stroke is 7/);
  assert.throws(() => strokesFromJson([[[1, null, 3]]]), /A stroke has the point \[1,null,3\]/);
  assert.throws(() => strokesFromJson([[[1, 2]]]), /finite numbers/);
  assert.throws(() => findPlacement("toString"), /Unknown placement "toString"/);
});
