/** A trained net from inside: its filters, their maps, and what its answer rests on. */

/** @import { Figure } from "../figure.js" */
/** @import { DigitNet } from "../digit_nets.js" */
/** @import { Evidence, Place } from "../covering.js" */
import { button, element, listen } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { toFixedText } from "../../core/number_text.js";
import { GREY, PALETTES, PLAIN_PALETTES } from "../../draw/palettes.js";
import { paintValues } from "../../draw/pixels.js";
import { COVER, covered, evidenceFor, PLACES, scores } from "../covering.js";
import { digitNet, judge } from "../digit_nets.js";
import { within } from "../figure.js";
import { createLargePicture, createPixels, percent } from "../picture_view.js";
import { oneOfEach, SIDE } from "../test_digits.js";

/** Rows and columns of the dot. */
const DOT = { first: 2, last: 4 };

/** Nets by their name in the address. */
const NETS = /** @type {const} */ (["plain", "marked"]);

/** Decimals of scores. */
const DECIMALS = 1;

/**
 * `cover` is the row and column of the cover's upper left pixel, from 1; 0 for none.
 *
 * @typedef {{digit: string, net: string, dot: boolean, cover: number[]}} InsideState
 */

/** @type {Figure<InsideState>} */
export const lookingInsideFigure = {
  name: "looking-inside",
  defaults: { digit: "7", net: "marked", dot: true, cover: [0, 0] },
  mount(root, state, t) {
    /** One digit of each kind. @type {Uint8Array[]} */
    let samples = [];

    function read() {
      const { digit, net, dot, cover } = state.get();
      const [row, column] = [0, 1].map((axis) => Math.round(within(cover[axis], 0, PLACES, 0)));
      const name = /** @type {DigitNet} */ (NETS.find((known) => known === net) ?? "marked");
      /** @type {Place | null} */
      const place = row && column ? [row - 1, column - 1] : null;
      return { digit: /^\d$/.test(digit) ? digit : "7", name, dot, place };
    }

    const digits = element(
      "select",
      {},
      ...Array.from({ length: 10 }, (_, digit) => element("option", {}, String(digit))),
    );
    const nets = element(
      "select",
      {},
      ...NETS.map((name) => element("option", { value: name }, t(`figure.inside.net.${name}`))),
    );
    const dot = element("input", { type: "checkbox" });
    const picture = createLargePicture({
      tabindex: 0,
      role: "application",
      "aria-label": t("figure.inside.pictureLabel"),
    });
    const heat = createLargePicture({ role: "img", "aria-label": t("figure.inside.heat") });
    const answer = element("p", { class: "answer", role: "status" });
    const score = element("p", {});
    const evidence = element("p", {});
    const strongest = button(t("figure.inside.coverStrongest"), () => {
      const { strongest } = found();
      state.set({ cover: [strongest[0] + 1, strongest[1] + 1] });
    });
    const uncover = button(t("figure.inside.uncover"), () => state.set({ cover: [0, 0] }));
    const rows = ["conv_1", "conv_2"].map((layer) => createMaps(layer));
    root.append(
      element(
        "div",
        { class: "digit-figure" },
        element(
          "div",
          { class: "wide digit-choices" },
          element("label", { class: "threshold" }, t("figure.inside.digit"), digits),
          element("label", { class: "threshold" }, t("figure.inside.net"), nets),
          element("label", { class: "check" }, dot, t("figure.inside.dot")),
        ),
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.inside.picture")),
          picture.canvas,
        ),
        element("figure", {}, element("figcaption", {}, t("figure.inside.heat")), heat.canvas),
        element(
          "div",
          { class: "wide digit-answer" },
          answer,
          element("div", { class: "evidence" }, score, evidence),
          element("div", { class: "tools" }, strongest, uncover),
        ),
        ...rows.map(({ root }) => root),
      ),
    );

    /** @param {string} layer */
    function createMaps(layer) {
      const { step } = stageOf("plain", layer);
      const [height, width, count] = step.outputShape;
      const isFirst = layer === "conv_1";
      const filters = Array.from({ length: isFirst ? count : 0 }, () => createPixels(3, 3));
      const maps = Array.from({ length: count }, () => createPixels(height, width));
      const title = t(isFirst ? "figure.inside.first" : "figure.inside.second", {
        count,
        height,
        width,
      });
      const list = element(
        "div",
        { class: "maps", role: "img", "aria-label": title }, // until they are computed
        ...maps.map((map, index) =>
          element("div", {}, ...filters[index] ? [filters[index].canvas] : [], map.canvas)
        ),
      );
      return {
        layer,
        filters,
        maps,
        list,
        root: element(
          "figure",
          { class: "wide" },
          element(
            "figcaption",
            {},
            title,
          ),
          list,
        ),
      };
    }

    /** @param {DigitNet} name @param {string} layer */
    function stageOf(name, layer) {
      const stage = digitNet(name).stages.find((each) => each.name === layer);
      if (!stage) throw new TypeError(`No layer is called ${layer}.`);
      return stage;
    }

    /** @returns {Uint8Array} the picture without its cover */
    function open() {
      const now = read();
      const pixels = (samples[Number(now.digit)] ?? new Uint8Array(SIDE * SIDE)).slice();
      for (let row = DOT.first; now.dot && row <= DOT.last; row++) {
        pixels.fill(255, row * SIDE + DOT.first, row * SIDE + DOT.last + 1);
      }
      return pixels;
    }

    /** @type {{key: string, said: number, evidence: Evidence} | null} */
    let known = null;
    /** @returns {Evidence & {said: number}} for what the net says of the open picture */
    function found() {
      const { digit, name, dot } = read();
      const key = [digit, name, dot, samples.length].join();
      if (known?.key !== key) {
        const net = digitNet(name);
        const pixels = open();
        const said = judge(net, pixels).digit;
        known = { key, said, evidence: evidenceFor(net, pixels, said) };
      }
      return { ...known.evidence, said: known.said };
    }

    const painting = oncePerFrame(paint);
    function paint() {
      const { name, place } = read();
      const net = digitNet(name);
      const { falls, strongest, most, said } = found();
      const pixels = open();
      const before = scores(net, pixels)[said];
      const given = place ? covered(pixels, place) : pixels;
      const after = scores(net, given)[said];
      const verdict = judge(net, given);
      picture.paint(given);
      if (place) picture.frame(...place, COVER);
      heat.paint(pixels);
      heat.lay(heatColours(falls, most));
      heat.frame(...strongest, COVER);
      const words = t("figure.inside.answer", {
        digit: verdict.digit,
        percent: percent(verdict.probabilities[verdict.digit]),
      });
      score.textContent = place
        ? t("figure.inside.covered", {
          ...lines(place),
          digit: said,
          before: toFixedText(before, DECIMALS),
          after: toFixedText(after, DECIMALS),
        })
        : t("figure.inside.score", { digit: said, before: toFixedText(before, DECIMALS) });
      if (answer.textContent !== words) answer.textContent = words;
      evidence.textContent = t("figure.inside.strongest", {
        ...lines(strongest),
        digit: said,
        most: toFixedText(most, DECIMALS),
      });
      picture.canvas.setAttribute("aria-label", `${t("figure.inside.pictureLabel")} ${words}`);
      heat.canvas.setAttribute(
        "aria-label",
        `${t("figure.inside.heat")}. ${evidence.textContent}`,
      );
      for (const { layer, filters, maps, list } of rows) {
        const { activation, step } = stageOf(name, layer);
        const [height, width, count] = step.outputShape;
        const kernel = net.model.weights[layer].kernel;
        const reach = Math.max(...kernel.map(Math.abs));
        filters.forEach((filter, index) =>
          filter.paint(paintValues(
            Array.from({ length: 9 }, (_, i) => kernel[i * count + index]),
            { low: -reach, high: reach },
            PLAIN_PALETTES.dark.signed,
          ))
        );
        const largest = activation.reduce((a, b) => Math.max(a, b), 0) || 1;
        maps.forEach((map, index) =>
          map.paint(paintValues(
            Array.from({ length: height * width }, (_, i) => activation[i * count + index]),
            { low: 0, high: largest },
            GREY,
          ))
        );
        const silent = maps.filter((_, index) => {
          for (let i = index; i < activation.length; i += count) {
            if (activation[i] > 0) return false;
          }
          return true;
        }).length;
        list.setAttribute("aria-label", t("figure.inside.maps", { count, silent }));
      }
    }

    function show() {
      const { digit, name, dot: hasDot, place } = read();
      digits.value = digit;
      nets.value = name;
      dot.checked = hasDot;
      uncover.disabled = !place;
      painting.request();
    }

    /** @param {number} row @param {number} column from 0 */
    function moveTo(row, column) {
      const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), PLACES - 1) + 1;
      state.set({ cover: [inside(row), inside(column)] });
    }
    /** @type {Record<string, Place>} */
    const KEYS = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    /** @param {PointerEvent} event */
    function follow(event) {
      const box = picture.canvas.getBoundingClientRect();
      const at = (/** @type {number} */ share) => Math.round(share * SIDE - COVER / 2);
      moveTo(
        at((event.clientY - box.top) / box.height),
        at((event.clientX - box.left) / box.width),
      );
    }
    const stops = [
      listen(digits, "change", () => state.set({ digit: digits.value })),
      listen(nets, "change", () => state.set({ net: nets.value })),
      listen(dot, "change", () => state.set({ dot: dot.checked })),
      listen(picture.canvas, "keydown", (/** @type {KeyboardEvent} */ event) => {
        const move = KEYS[event.key];
        if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        const [row, column] = read().place ?? [0, 0];
        moveTo(row + move[0], column + move[1]);
      }),
      listen(picture.canvas, "pointerdown", follow),
      listen(picture.canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
        if (event.buttons) follow(event);
      }),
      state.subscribe(show),
      () => painting.cancel(),
    ];
    let isClosed = false;
    oneOfEach().then((all) => {
      samples = all;
      if (!isClosed) show();
    });
    return () => {
      isClosed = true;
      stops.forEach((stop) => stop());
    };
  },
};

/** @param {Place} place @returns {Record<string, number>} rows and columns under the cover, from 1 */
function lines([row, column]) {
  return { top: row + 1, bottom: row + COVER, left: column + 1, right: column + COVER };
}

/**
 * Returns the colours of evidence, each at the middle of its cover; what speaks against is left out.
 *
 * @param {Float32Array} falls (24, 24)
 * @param {number} most
 * @returns {Uint32Array<ArrayBuffer>} (28, 28)
 */
function heatColours(falls, most) {
  const values = new Float32Array(SIDE * SIDE);
  const edge = Math.floor(COVER / 2);
  falls.forEach((fall, index) => {
    const row = Math.floor(index / PLACES) + edge;
    values[row * SIDE + index % PLACES + edge] = Math.max(fall, 0);
  });
  return paintValues(values, { low: 0, high: most > 0 ? most : 1 }, PALETTES.dark.heat);
}
