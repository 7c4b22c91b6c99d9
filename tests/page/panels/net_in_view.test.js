import assert from "node:assert/strict";
import { layOutNet } from "../../../src/convscope/web/draw/net_layout.js";
import { marksOn, PALETTES, PLAIN_PALETTES } from "../../../src/convscope/web/draw/palettes.js";
import { layOut } from "../../../src/convscope/web/draw/sheet.js";
import { paintMaps } from "../../../src/convscope/web/draw/pixels.js";
import { createSheetPixels, seenOn } from "../../../src/convscope/web/draw/sheet_pixels.js";
import { readArchitecture } from "../../../src/convscope/web/net/architecture.js";
import { depthColumns } from "../../../src/convscope/web/net/graph_blocks.js";
import { groupsOf } from "../../../src/convscope/web/net/layer_groups.js";
import { convolutionJson } from "../../../src/convscope/web/net/layer_json.js";
import { edgesShown, pathOf } from "../../../src/convscope/web/panels/net_view/edges.js";
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
  layer: /** @type {any} */ ({ kind: "Conv2D" }),
});

/** @param {Omit<ReturnType<typeof step>, "inputs">[]} steps each takes in the one before it */
const inTurn = (steps) => steps.map((each, index) => ({ ...each, inputs: [index - 1] }));

/** The layers of a net by name, each as `name kind inputs`. */
const read = (/** @type {string[]} */ lines) =>
  readArchitecture({
    format: 2,
    input: { shape: [16, 16, 3] },
    layers: lines.map((line) => {
      const [name, kind, ...inputs] = line.split(" ");
      const layer = kind === "Conv2D" ? convolutionJson(name, 3, 3, { padding: "same" }) : {};
      return { name, kind, activation: "relu", ...layer, inputs };
    }),
  });

/** @param {number} number @param {string} from the layer before it @returns {string[]} */
const residual = (number, from) => [
  `a${number} Conv2D ${from}`,
  `b${number} Conv2D`,
  `sum${number} Add b${number} ${from}`,
  `relu${number} Activation`,
];

const BLOCKS = read([
  "stem Conv2D",
  "pool Activation",
  ...residual(0, "pool"),
  ...residual(1, "relu0"),
  ...residual(2, "relu1"),
  "squeeze Conv2D",
  "one Conv2D squeeze",
  "three Conv2D squeeze",
  "fire Concatenate one three",
  "flat Flatten",
]);

Deno.test("a short net is not folded, a long one where its maps become smaller", () => {
  const block = (/** @type {number} */ side) => [
    step([side, side, 4], side),
    step([side, side, 4], side / 2), // pooling
    step([side / 2, side / 2, 4], side / 2, false), // normalization
    step([side / 2, side / 2, 4], side / 2, false), // activation
  ];
  const vector = { ...step([6, 6, 4], 1, false), outputShape: [4] };
  const dense = { ...vector, inputShape: [4] };
  const short = inTurn([...block(96), vector, dense]);
  assert.deepEqual(groupsOf(short).map(({ first, last }) => last - first), [0, 0, 0, 0, 0, 0]);
  const long = inTurn([...block(96), ...block(48), ...block(24), ...block(12), vector, dense]);
  assert.deepEqual(groupsOf(long).map(({ first, last }) => [first, last]), [
    [0, 3],
    [4, 7],
    [8, 11],
    [12, 15],
    [16, 17],
  ]);
});

Deno.test("a chain that never becomes smaller is folded into parts of at most eight", () => {
  const chain = inTurn(Array.from({ length: 41 }, () => step([28, 28, 3], 28)));
  const groups = groupsOf(chain);
  const lengths = groups.map(({ first, last }) => last - first + 1);
  assert.ok(Math.max(...lengths) <= 8 && Math.min(...lengths) >= 6);
  assert.equal(groups[0].first, 0);
  assert.ok(groups.slice(1).every(({ first }, place) => first === groups[place].last + 1));
  assert.equal(groups.at(-1)?.last, 40);
});

/** @param {number} first @param {number} last @param {any[]} [parts] */
const group = (first, last, parts = []) => ({ id: first, first, last, parts });

/** @param {object} state @param {any[]} groups @returns {number[]} */
const shownOf = (state, groups) =>
  shownLayers(
    /** @type {any} */ ({
      unfolded: [],
      projector: false,
      slide: 0,
      model: { architecture: BLOCKS },
      ...state,
    }),
    groups,
  ).flatMap((isShown, index) => isShown ? [index] : []);

Deno.test("a folded group shows its last layer; a room sees a layer and what it takes in", () => {
  const groups = [group(0, 3), group(4, 5)];
  const shown = (/** @type {object} */ state) => shownOf(state, groups);
  assert.deepEqual(shown({ projector: true, slide: 5 }), [1, 3, 4], "both sides of a join");
  assert.deepEqual(shown({ projector: true, slide: 1 }), [0]);
  assert.deepEqual(shown({}), [3, 4, 5]);
  assert.deepEqual(shown({ unfolded: [0] }), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(shown({ projector: true }), [3, 4, 5]);
  assert.deepEqual(shown({ projector: true, slide: 3 }), [1, 2]);
  assert.deepEqual(shown({ slide: 3 }), [3, 4, 5]);
});

Deno.test("equal blocks in a row are one group that opens, block by block", () => {
  const groups = groupsOf(BLOCKS.steps);
  const name = (/** @type {number} */ index) => BLOCKS.layers[index].name;
  assert.deepEqual(
    groups.map(({ first, last, parts }) => [name(first), name(last), parts.length]),
    [
      ["stem", "pool", 0],
      ["a0", "relu2", 3],
      ["squeeze", "fire", 0],
      ["flat", "flat", 0],
    ],
  );
  const ids = groups.flatMap(({ id, parts }) => [id, ...parts.map((part) => part.id)]);
  assert.equal(new Set(ids).size, ids.length);
  const shown = (/** @type {number[]} */ unfolded) => shownOf({ unfolded }, groups).map(name);
  const [, blocks, fire] = groups;
  const ends = ["flat"];
  assert.deepEqual(shown([]), ["stem", "pool", "relu2", "fire", ...ends]);
  assert.deepEqual(shown([blocks.id]), [
    "stem",
    "pool",
    "relu0",
    "relu1",
    "relu2",
    "fire",
    ...ends,
  ]);
  assert.deepEqual(shown([blocks.id, blocks.parts[1].id, fire.id]).slice(2, -1), [
    "relu0",
    "a1",
    "b1",
    "sum1",
    "relu1",
    "relu2",
    "squeeze",
    "one",
    "three",
    "fire",
  ]);
  assert.deepEqual(shown([blocks.parts[1].id]), shown([]), "its block is folded in another");
});

Deno.test("a net whose input is taken in again far behind is one block until there", () => {
  const names = Array.from({ length: 20 }, (_, index) => `layer${index}`);
  const { steps } = read(
    names.map((name, index) => index === 9 ? `${name} Concatenate layer8 input` : `${name} Conv2D`),
  );
  const found = groupsOf(steps).map(({ first, last }) => [first, last]);
  assert.deepEqual(found, [[0, 9], [10, 14], [15, 19]]);
});

Deno.test("every layer is in one group, whatever takes in what", () => {
  const names = ["stem", ...Array.from({ length: 60 }, (_, index) => `layer${index}`)];
  for (const takes of [[1, 7], [2, 3], [5, 59], [1, 60]]) {
    const net = read([
      "stem Conv2D",
      ...names.slice(1).map((name, index) =>
        index % takes[0] === 0 && index > 0
          ? `${name} Add ${names[Math.max(index + 1 - takes[1], 0)]} ${names[index]}`
          : `${name} Conv2D`
      ),
    ]);
    let next = 0;
    for (const { first, last, parts } of groupsOf(net.steps)) {
      assert.equal(first, next);
      for (const part of parts) {
        assert.equal(part.first, next);
        next = part.last + 1;
      }
      if (parts.length) assert.equal(parts[parts.length - 1].last, last);
      next = last + 1;
    }
    assert.equal(next, net.steps.length);
  }
});

Deno.test("a column has the layers of one depth", () => {
  const columns = depthColumns(BLOCKS.steps)(14, 17);
  assert.deepEqual(columns, [[14], [15, 16], [17]]);
  const branches = depthColumns([{ inputs: [-1] }, { inputs: [0] }, { inputs: [1] }, {
    inputs: [0],
  }, { inputs: [2, 3] }]);
  assert.deepEqual(branches(0, 4), [[0], [1, 3], [2], [4]]);
});

Deno.test("layers of one depth share the height of their column", () => {
  const stacked = [maps(16, 12, 12), maps(16, 12, 12)];
  const items = [maps(16, 12, 12), { ...stacked[0], stacked }, maps(32, 12, 12)];
  const { cells, rooms, widths, overflow } = layOutNet(items, { ...ROOM, height: 420 });
  assert.equal(overflow, 0);
  assert.ok(2 * rooms[1] + ROOM.head + ROOM.foot <= rooms[0]);
  assert.ok(cells[1] < cells[0]);
  const sheet = layOut(16, 12, 12, { cell: cells[1], room: rooms[1] });
  assert.ok(sheet.width <= widths[1] && sheet.height <= rooms[1]);
  const many = Array.from({ length: 9 }, () => maps(96, 30, 30));
  const low = layOutNet([{ ...many[0], stacked: many }], { ...ROOM, height: 300 });
  const needed = 9 * (ROOM.head + ROOM.foot + low.rooms[0]);
  assert.ok(low.overflow + 300 >= needed, "what does not fit reaches below");
});

Deno.test("edges lead where layers do not just follow each other, into folded blocks as well", () => {
  const { steps, layers } = BLOCKS;
  const edges = (/** @type {string[]} */ hidden) =>
    edgesShown(steps, layers.map(({ name }) => !hidden.includes(name)))
      .map(({ from, to }) => `${layers[from].name} ${layers[to].name}`);
  const block = (/** @type {number} */ number, /** @type {string} */ from) => [
    `${from} a${number}`,
    `b${number} sum${number}`,
    `${from} sum${number}`,
  ];
  const fire = ["squeeze one", "squeeze three", "one fire", "three fire"];
  const [, ...others] = [block(0, "pool"), block(1, "relu0"), block(2, "relu1")];
  assert.deepEqual(edges([]), [...block(0, "pool"), ...others.flat(), ...fire]);
  const folded = ["a0", "b0", "sum0"];
  assert.deepEqual(edges([...folded, "squeeze", "one", "three"]), others.flat());
});

Deno.test("an edge goes along the way above its row, and on in the next one", () => {
  const place = (/** @type {number} */ left, top = 0, rowTop = 0) => ({
    left,
    right: left + 80,
    top,
    rowTop,
  });
  const ends = (/** @type {number} */ x, /** @type {number} */ y) =>
    `M${x - 4} ${y - 3}L${x} ${y}L${x - 4} ${y + 3}`;
  assert.equal(pathOf(place(0), place(92), 3, 500), `M66 8H99${ends(99, 8)}`);
  assert.equal(
    pathOf(place(0), place(300, 200), 3, 500),
    `M66 8H85V3H295V208H307${ends(307, 208)}`,
  );
  assert.equal(
    pathOf(place(0, 200), place(100, 400, 400), 13, 500),
    `M66 208H85V13H500M0 413H95V408H107${ends(107, 408)}`,
  );
  const scrolled = `M-334 8H-315V3H35V8H47${ends(47, 8)}`;
  assert.equal(pathOf(place(-400), place(40), 3, 500), scrolled);
  assert.match(pathOf(place(420), place(2, 99, 99), 3, 500), /^M486 8H500V3H500M0 102H0V107H9M/);
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

Deno.test("a map that is shown small is painted where it is seen, and looks the same", () => {
  const shape = [23, 17, 5];
  const values = Float32Array.from({ length: 23 * 17 * 5 }, (_, i) => Math.sin(i * i));
  const palette = /** @type {any} */ (Uint32Array.from({ length: 256 }, (_, i) => i + 1));
  const range = { low: -1, high: 1 };
  for (const cell of [7, 11, 16, 23, 50]) {
    for (const density of [1, 1.5, 2]) {
      const sheet = layOut(5, 23, 17, { cell, room: 200 });
      const seen = seenOn(sheet, { rows: 23, columns: 17 }, density);
      const [height, width] = [seen.rows.length, seen.columns.length];
      const [whole, part] = [new Uint32Array(23 * 17 * 5), new Uint32Array(height * width * 5)];
      assert.equal(part.length < whole.length, cell * density < 23, "no more is painted");
      paintMaps(values, shape, range, palette, whole);
      paintMaps(values, shape, range, palette, part, seen);
      const expected = createSheetPixels(sheet, { width: 17, height: 23 }, density, 9);
      const found = createSheetPixels(sheet, { width, height }, density, 9);
      expected.paint(whole);
      found.paint(part);
      assert.deepEqual(found.pixels, expected.pixels);
      assert.equal(found.hasRoomForMarks, expected.hasRoomForMarks);
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
