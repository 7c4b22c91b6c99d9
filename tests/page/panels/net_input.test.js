import assert from "node:assert/strict";
import { PLACEMENTS, placeStrokes } from "../../../src/convscope/web/core/placement.js";
import { padTransform } from "../../../src/convscope/web/draw/pad_window.js";
import { loadModel } from "../../../src/convscope/web/net/model.js";
import { familiarityOf } from "../../../src/convscope/web/panels/familiarity.js";
import {
  inputOfStrokes,
  inputsOfPicture,
  placementOf,
} from "../../../src/convscope/web/panels/net_input.js";
import { modelFile, SMALL_NET } from "../net/models.js";

const INK = PLACEMENTS.mnist.stroke_width;

/** @param {number[]} shape @param {string} placement */
function modelOf(shape, placement) {
  const net = { ...SMALL_NET, input: { ...SMALL_NET.input, shape } };
  return loadModel(modelFile(net, { placement }));
}

/** @type {import("../../../src/convscope/web/core/ink.js").Stroke[]} */
const CORNER = [[[0.05, 0.1, 0], [0.2, 0.12, 9], [0.1, 0.3, 20]]];

Deno.test("a net for characters receives the drawing placed, whatever its size", () => {
  const large = inputOfStrokes(CORNER, modelOf([28, 28, 1], "mnist"));
  const small = inputOfStrokes(
    CORNER.map((stroke) => stroke.map(([x, y, time]) => [x / 2, y / 2 + 0.4, time])),
    modelOf([28, 28, 1], "mnist"),
  );
  assert.ok(large && small);
  const off = large.received.map((value, i) => Math.abs(value - small.received[i]));
  assert.ok(Math.max(...off) < 40, "only roundings of the place differ");
  assert.ok(Math.max(...large.received) > 200);
});

Deno.test("blank paper is no input", () => {
  assert.equal(inputOfStrokes([], modelOf([28, 28, 1], "mnist")), null);
  const white = { height: 5, width: 7, data: new Uint8ClampedArray(5 * 7 * 4).fill(255) };
  assert.equal(inputsOfPicture(white, modelOf([28, 28, 1], "mnist")).length, 0);
});

Deno.test("other sizes and colours get ink in their own shape", () => {
  const color = inputOfStrokes(CORNER, modelOf([11, 13, 3], "none"));
  assert.equal(color?.received.length, 11 * 13 * 3);
  assert.equal(color?.received[0], 255, "dark ink on white paper");
  assert.ok(Math.min(...color?.received ?? []) < 100);
  assert.equal(placementOf(modelOf([56, 56, 1], "mnist")).stroke_width, 2 * INK);
});

Deno.test("a picture is averaged to the input, with pad and stretch", () => {
  const data = new Uint8ClampedArray(4 * 8 * 4); // two rows of four blocks, left half red
  for (let i = 0; i < 32; i++) data.set(i % 8 < 4 ? [255, 0, 0, 255] : [0, 0, 255, 255], 4 * i);
  const picture = { height: 4, width: 8, data };
  const [stretched] = inputsOfPicture(picture, { ...modelOf([2, 2, 3], "none"), fit: "stretch" });
  assert.deepEqual([...stretched?.received ?? []].slice(0, 6), [255, 0, 0, 0, 0, 255]);
  const [padded] = inputsOfPicture(picture, { ...modelOf([4, 4, 3], "none"), fit: "pad" });
  assert.deepEqual([...padded?.received ?? []].slice(0, 12), new Array(12).fill(0));
  assert.deepEqual([...padded?.received ?? []].slice(12, 15), [255, 0, 0]);
});

Deno.test("a way to fit of another program scales the shorter side to pixels of its own", () => {
  const data = new Uint8ClampedArray(4 * 8 * 4); // columns of 0, 30, 60, …
  for (let i = 0; i < 32; i++) {
    data.fill(30 * (i % 8), 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4);
  }
  const picture = { height: 4, width: 8, data };
  const reds = (/** @type {string} */ fit) => {
    const [found] = inputsOfPicture(picture, { ...modelOf([2, 2, 3], "none"), fit });
    return [found?.received[0], found?.received[3]];
  };
  assert.deepEqual(reds("crop"), [75, 135]);
  assert.deepEqual(reds("crop:bilinear"), [75, 135]);
  assert.deepEqual(reds("crop:bilinear:4"), [90, 120]);
  assert.deepEqual(reds("stretch:nearest"), reds("stretch"));
});

Deno.test("the heat map lies on the pad where the placement took the ink from", () => {
  const placed = placeStrokes(CORNER, "mnist");
  assert.ok(placed);
  const { a, c, d, e, f } = padTransform(placed, INK, true);
  const rows = placed.image.pixels.reduce(
    (sum, value, i) => [sum[0] + value * (Math.floor(i / 28) + 0.5), sum[1] + value],
    [0, 0],
  );
  const columns = placed.image.pixels.reduce((sum, value, i) => sum + value * (i % 28 + 0.5), 0);
  const [row, column] = [rows[0] / rows[1], columns / rows[1]];
  const y = d * row + f;
  const x = a * column + c * row + e;
  assert.ok(y > 0.1 && y < 0.3 && x > 0.05 && x < 0.2, `${x}, ${y} is the middle of the ink`);
});

Deno.test("a drawing is familiar up to distance 1", () => {
  const model = modelOf([28, 28, 1], "mnist");
  const logits = Float32Array.of(1, 4);
  assert.equal(familiarityOf(model, { logits }), null, "the model cannot tell");
  const about = {
    "familiarity.means": { shape: [2, 2], values: Float32Array.of(9, 9, 0, 6) },
    "familiarity.precision": { shape: [2, 2], values: Float32Array.of(4, 0.5, 0.5, 1) },
    "familiarity.scale": { shape: [3], values: Float32Array.of(10, 8, 2) },
  };
  // Away from the mean of class 1: (1, −2); squared 4 − 2 + 4 = 6.
  const near = familiarityOf({ ...model, about }, { logits });
  assert.ok(Math.abs((near?.distance ?? 0) - Math.sqrt(6) / 2) < 1e-9);
  assert.equal(near?.isFamiliar, false);
  about["familiarity.scale"].values[2] = 100;
  assert.equal(familiarityOf({ ...model, about }, { logits })?.distance, 0.75, "(10 − 4) / 8");
});
