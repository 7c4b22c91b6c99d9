import assert from "node:assert/strict";
import {
  strokesFromText,
  strokesToText,
  toPlace,
} from "../../../src/convscope/web/core/stroke_text.js";
import {
  afterChange,
  NO_HISTORY,
  redo,
  undo,
} from "../../../src/convscope/web/core/undo_history.js";
import { smoothPieces } from "../../../src/convscope/web/draw/stroke_lines.js";
import { padPoint } from "../../../src/convscope/web/panels/pad/pad_changes.js";

const drawn = JSON.parse(
  Deno.readTextFileSync(new URL("../../data/drawn_strokes.json", import.meta.url)),
);

/** @param {import("../../../src/convscope/web/core/ink.js").Stroke[]} strokes */
const places = (strokes) => strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));

Deno.test("a drawing is the same after it has been a link", () => {
  for (const { name, strokes } of drawn) {
    const onPad = strokes.map((/** @type {number[][]} */ stroke) =>
      stroke.map(([x, y, time]) => padPoint(x, y, time))
    );
    const text = strokesToText(onPad);
    assert.match(text, /^[\w.-]*$/, "nothing that a URL would have to escape");
    assert.deepEqual(places(strokesFromText(text)), places(onPad), name);
  }
});

Deno.test("places lie within 1/8192 of the point, and inside the pad", () => {
  for (const fraction of [0, 0.1234, 0.5, 0.9997]) {
    assert.ok(Math.abs(toPlace(fraction) - fraction) <= 1 / 8192);
  }
  assert.equal(toPlace(-3), 0);
  assert.equal(toPlace(7), 4095 / 4096);
});

Deno.test("a text that is no drawing draws nothing", () => {
  for (const text of ["", "A", "AAAAA", "AAAA..AAAA", "AA AA", "ああああ"]) {
    assert.deepEqual(strokesFromText(text), [], text);
  }
});

Deno.test("what is undone can be redone, until something else is drawn", () => {
  /** @type {import("../../../src/convscope/web/core/ink.js").Stroke[][]} */
  const [one, two, other] = [[[[0, 0, 0]]], [[[0, 0, 0]], [[1, 1, 0]]], [[[0.5, 0, 0]]]];
  const history = afterChange(afterChange(NO_HISTORY, []), one);
  let back = undo(history, two);
  assert.equal(back.now, one);
  const again = redo(back.history, back.now);
  assert.equal(again.now, two);
  back = undo(again.history, again.now);
  const changed = afterChange(back.history, back.now);
  assert.equal(redo(changed, other).now, other, "nothing is left to redo");
  back = undo(changed, other);
  back = undo(back.history, back.now);
  assert.deepEqual(back.now, []);
  assert.deepEqual(undo(back.history, back.now).now, [], "undoing ends at the beginning");
});

Deno.test("lines go through the middles between points, and presses widen them", () => {
  const pieces = smoothPieces([[0, 0, 0, 0.5], [1, 0, 1, 0.5], [1, 1, 2, 1]]);
  assert.deepEqual(pieces.map(({ fromX, fromY }) => [fromX, fromY]), [[0, 0], [0.5, 0]]);
  assert.deepEqual([pieces[1].viaX, pieces[1].toX, pieces[1].toY], [1, 1, 1]);
  assert.deepEqual(pieces.map(({ width }) => width), [1, 1.5]);
  assert.equal(smoothPieces([[0.2, 0.3, 0]]).length, 1, "a dot is a piece");
  assert.equal(smoothPieces([]).length, 0);
});
