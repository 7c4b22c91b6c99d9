import assert from "node:assert/strict";
import { layOutNet } from "../../../src/convscope/web/draw/net_layout.js";
import { marksOn, PALETTES, PLAIN_PALETTES } from "../../../src/convscope/web/draw/palettes.js";
import { layOut } from "../../../src/convscope/web/draw/sheet.js";
import { createSheetPixels } from "../../../src/convscope/web/draw/sheet_pixels.js";
import { groupsOf } from "../../../src/convscope/web/net/layer_groups.js";
import { shownLayers } from "../../../src/convscope/web/panels/net_view/group_folds.js";

const ROOM = {
  width: 680,
  height: 730,
  gap: 12,
  head: 80,
  foot: 24,
  narrowest: 76,
  smallest: 8,
  largest: 150,
};

/** @param {number} numMaps @param {number} height @param {number} width */
const maps = (numMaps, height, width) => ({
  numMaps,
  height,
  width,
  fixedWidth: 0,
  leastHeight: 0,
  leads: false,
});
const NAMES = { ...maps(0, 10, 1), fixedWidth: 126, leastHeight: 150 };
const FOLD = { ...maps(0, 1, 1), fixedWidth: 68, leads: true };

Deno.test("a net is laid out so that every map is inside of its column and its row", () => {
  const items = [maps(32, 26, 26), maps(64, 11, 7), maps(1, 80, 20), maps(96, 3, 3), NAMES];
  const { perRow, cells, widths, rooms, overflow } = layOutNet(items, ROOM);
  assert.equal(overflow, 0);
  assert.equal(perRow.reduce((a, b) => a + b), items.length);
  assert.ok(
    perRow.length * (ROOM.head + ROOM.foot + ROOM.gap + rooms[0]) <= ROOM.height + ROOM.gap,
  );
  items.forEach(({ numMaps, height, width }, place) => {
    if (numMaps === 0) return assert.ok(rooms[place] >= 150 && widths[place] >= 126);
    const sheet = layOut(numMaps, height, width, { cell: cells[place], room: rooms[place] });
    assert.ok(sheet.width <= widths[place] && sheet.height <= rooms[place]);
    const larger = layOut(numMaps, height, width, { cell: cells[place] + 1, room: rooms[place] });
    assert.ok(
      cells[place] === ROOM.largest || larger.width > widths[place] ||
        larger.height > rooms[place],
      "no larger ones would fit",
    );
  });
  let first = 0;
  for (const number of perRow) {
    const row = widths.slice(first, first += number).reduce((a, b) => a + b);
    assert.ok(row + (number - 1) * ROOM.gap <= ROOM.width);
  }
});

Deno.test("what does not fit reaches below the screen, never into its neighbours", () => {
  const items = Array.from({ length: 30 }, () => maps(96, 3, 3));
  const { cells, widths, rooms, overflow, perRow } = layOutNet(items, { ...ROOM, height: 300 });
  assert.ok(overflow > 0);
  items.forEach(({ numMaps, height, width }, place) => {
    const sheet = layOut(numMaps, height, width, { cell: cells[place], room: rooms[place] });
    assert.ok(sheet.width <= widths[place] && sheet.height <= rooms[place]);
  });
  assert.ok(perRow[0] * (widths[0] + ROOM.gap) - ROOM.gap <= ROOM.width);
});

Deno.test("the button of a folded group stands in one row with its layer", () => {
  const items = Array.from({ length: 7 }, () => [FOLD, maps(128, 6, 6)]).flat();
  const { perRow } = layOutNet(items, ROOM);
  assert.ok(perRow.length > 1);
  assert.ok(perRow.every((number) => number % 2 === 0));
});

/** @param {number[]} shape @param {number} side @param {boolean} [slides] */
const step = (shape, side, slides = true) => ({
  inputShape: shape,
  outputShape: [side, side, shape[2]],
  sliding: slides ? /** @type {any} */ ([{}, {}]) : null,
});

Deno.test("a short net is not folded, a long one where its maps become smaller", () => {
  const block = (/** @type {number} */ side) => [
    step([side, side, 4], side),
    step([side, side, 4], side / 2), // pooling
    step([side / 2, side / 2, 4], side / 2, false), // normalization
    step([side / 2, side / 2, 4], side / 2, false), // activation
  ];
  const vector = { inputShape: [6, 6, 4], outputShape: [4], sliding: null };
  const dense = { inputShape: [4], outputShape: [4], sliding: null };
  const short = [...block(96), vector, dense];
  assert.deepEqual(groupsOf(short).map(({ first, last }) => last - first), [0, 0, 0, 0, 0, 0]);
  const long = [...block(96), ...block(48), ...block(24), ...block(12), vector, dense];
  assert.deepEqual(groupsOf(long).map(({ first, last }) => [first, last]), [
    [0, 3],
    [4, 7],
    [8, 11],
    [12, 15],
    [16, 17],
  ]);
});

Deno.test("a chain that never becomes smaller is folded into parts of at most eight", () => {
  const chain = Array.from({ length: 41 }, () => step([28, 28, 3], 28));
  const groups = groupsOf(chain);
  const lengths = groups.map(({ first, last }) => last - first + 1);
  assert.ok(Math.max(...lengths) <= 8 && Math.min(...lengths) >= 6);
  assert.equal(groups[0].first, 0);
  assert.ok(groups.slice(1).every(({ first }, place) => first === groups[place].last + 1));
  assert.equal(groups.at(-1)?.last, 40);
});

Deno.test("a folded group shows its last layer; a room sees a layer and the one before", () => {
  const groups = [{ first: 0, last: 3 }, { first: 4, last: 5 }];
  const shown = (/** @type {object} */ state) =>
    shownLayers(
      /** @type {any} */ ({ unfolded: [], projector: false, slide: 0, ...state }),
      groups,
    ).flatMap((isShown, index) => isShown ? [index] : []);
  assert.deepEqual(shown({}), [3, 4, 5]);
  assert.deepEqual(shown({ unfolded: [0] }), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(shown({ projector: true }), [3, 4, 5]);
  assert.deepEqual(shown({ projector: true, slide: 3 }), [1, 2]);
  assert.deepEqual(shown({ slide: 3 }), [3, 4, 5]);
});

Deno.test("only what is negative has a sign, and every sign differs in brightness", () => {
  for (const { signed } of [...Object.values(PALETTES), ...Object.values(PLAIN_PALETTES)]) {
    const marks = marksOn(signed);
    const greyOf = (/** @type {Uint32Array} */ colors, /** @type {number} */ at) => {
      const [red, green, blue] = new Uint8Array(colors.buffer, 4 * at, 3);
      return 0.3 * red + 0.6 * green + 0.1 * blue;
    };
    for (let at = 0; at < 256; at++) {
      if (at >= 128) assert.equal(marks[at], 0);
      else if (at < 120) assert.ok(Math.abs(greyOf(marks, at) - greyOf(signed, at)) > 70);
    }
  }
});

Deno.test("a minus sign lies in the middle of a large value; small values share one", () => {
  const sheet = layOut(1, 1, 2, { cell: 24, room: 12 });
  const large = createSheetPixels(sheet, { width: 2, height: 1 }, 1, 9);
  assert.ok(large.hasRoomForMarks);
  large.paint(Uint32Array.of(1, 2), Uint32Array.of(7, 0));
  const rows = Array.from(
    { length: 12 },
    (_, row) => [...large.pixels.slice(24 * row, 24 * row + 24)],
  );
  const marked = rows.filter((row) => row.includes(7));
  assert.ok(marked.length >= 1 && marked.length <= 3);
  assert.deepEqual(marked[0].slice(0, 12), [1, 1, 1, 7, 7, 7, 7, 7, 7, 1, 1, 1]);
  assert.ok(marked[0].slice(12).every((pixel) => pixel === 2));
  const map = { width: 24, height: 24 };
  const square = layOut(1, 24, 24, { cell: 24, room: 24 });
  assert.ok(!createSheetPixels(square, map, 1, 9).hasRoomForMarks);
  const fine = createSheetPixels(square, map, 1, 9, true);
  fine.paint(new Uint32Array(576).fill(1), new Uint32Array(576).fill(7));
  const share = fine.pixels.filter((pixel) => pixel === 7).length / 576;
  assert.ok(share > 0.04 && share < 0.2, `${share}`);
});
