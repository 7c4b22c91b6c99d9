/** A digit of your own on its way to the net: what spoils it, and what placement cures. */

/** @import { Figure } from "../figure.js" */
import { render } from "../../core/ink.js";
import { oncePerFrame } from "../../core/frames.js";
import { strokesFromText, strokesToText } from "../../core/stroke_text.js";
import { button, element, listen } from "../../core/dom.js";
import { changed, inverted, thickened } from "../changed_pictures.js";
import { countRight } from "../counting.js";
import { digitNet, judge } from "../digit_nets.js";
import { within } from "../figure.js";
import { createPaper } from "../paper.js";
import { createBars, createPicture, percent } from "../picture_view.js";
import { createSlider } from "../slider.js";
import { oneOfEach, placedAgain, SIDE } from "../test_digits.js";

/** Width of the pen in pixels of the picture. */
const PEN = 2.4;

/** What the picture is instead of a digit of somebody else. */
const OWN = "own";

/**
 * `picture` is a digit or "own"; `written` the strokes of the reader's own. `size` is in percent,
 * `right` and `down` in pixels, `thicker` how many times strokes are made thicker.
 *
 * @typedef {{picture: string, written: string, size: number, right: number, down: number,
 *   thicker: number, swapped: boolean, placed: boolean}} OwnDigitState
 */

/** @type {Figure<OwnDigitState>} */
export const ownDigitFigure = {
  name: "own-digit",
  defaults: {
    picture: "2",
    written: "",
    size: 100,
    right: 0,
    down: 0,
    thicker: 0,
    swapped: false,
    placed: false,
  },
  mount(root, state, t) {
    const net = digitNet("plain");
    /** One digit of each kind, by somebody else. @type {Uint8Array[]} */
    let samples = [];

    function read() {
      const { picture, written, size, right, down, thicker, swapped, placed } = state.get();
      return {
        picture: /^\d$/.test(picture) ? picture : OWN,
        strokes: strokesFromText(written),
        change: {
          scale: within(size, 30, 140, 100) / 100,
          right: Math.round(within(right, -8, 8, 0)),
          down: Math.round(within(down, -8, 8, 0)),
        },
        thicker: Math.round(within(thicker, 0, 3, 0)),
        swapped,
        placed,
      };
    }

    /** @param {Uint8Array} pixels @returns {Uint8Array} what the net is given */
    function onItsWay(pixels) {
      const { change, thicker, swapped, placed } = read();
      const { scale, right, down } = change;
      const isMoved = scale !== 1 || right !== 0 || down !== 0;
      const thick = thickened(isMoved ? changed(pixels, change) : pixels, thicker);
      const turned = swapped ? inverted(thick) : thick;
      return placed ? placedAgain(turned) : turned;
    }

    const select = element(
      "select",
      {},
      element("option", { value: OWN }, t("figure.ownDigit.own")),
      ...Array.from(
        { length: 10 },
        (_, digit) =>
          element("option", { value: String(digit) }, t("figure.ownDigit.other", { digit })),
      ),
    );
    const paper = createPaper(t, {
      isPad: () => read().picture === OWN,
      strokes: () => read().strokes,
      tell: (strokes) => state.set({ written: strokesToText(strokes) }),
    });
    const given = createPicture({ role: "img", "aria-label": t("figure.ownDigit.given") });
    const bars = createBars(t);
    const answer = element("p", { class: "answer", role: "status" });
    const counted = element("p", { class: "counted" });
    const clear = button(t("figure.ownDigit.clear"), () => state.set({ written: "" }));
    const again = button(t("figure.ownDigit.again"), () => {
      const { size, right, down, thicker, swapped, placed } = ownDigitFigure.defaults;
      state.set({ size, right, down, thicker, swapped, placed });
    });
    const sliders = [
      createSlider(t("figure.ownDigit.size"), { min: 30, max: 140, step: 10 }, (size) => {
        state.set({ size });
      }),
      createSlider(t("figure.ownDigit.right"), { min: -8, max: 8 }, (right) => {
        state.set({ right });
      }),
      createSlider(t("figure.ownDigit.down"), { min: -8, max: 8 }, (down) => state.set({ down })),
      createSlider(t("figure.ownDigit.thicker"), { min: 0, max: 3 }, (thicker) => {
        state.set({ thicker });
      }),
    ];
    const swapped = element("input", { type: "checkbox" });
    const placed = element("input", { type: "checkbox" });
    root.append(
      element(
        "div",
        { class: "digit-figure" },
        element("label", { class: "threshold wide" }, t("figure.ownDigit.picture"), select, clear),
        element("figure", {}, element("figcaption", {}, t("figure.ownDigit.paper")), paper.root),
        element("figure", {}, element("figcaption", {}, t("figure.ownDigit.given")), given.canvas),
        paper.help,
        element(
          "div",
          { class: "digit-controls" },
          ...sliders.map(({ root }) => root),
          element("label", { class: "check" }, swapped, t("figure.ownDigit.swapped")),
          element("label", { class: "check" }, placed, t("figure.ownDigit.placed")),
          element("div", { class: "tools" }, again),
        ),
        element("div", { class: "digit-answer" }, answer, bars.root),
        counted,
      ),
    );

    let stopCounting = () => {};
    let countedFor = "";
    const painting = oncePerFrame(paint);

    function paint() {
      const now = read();
      const isOwn = now.picture === OWN;
      const source = isOwn
        ? render(now.strokes, SIDE, PEN).pixels
        : samples[Number(now.picture)] ?? new Uint8Array(SIDE * SIDE);
      const pixels = onItsWay(source);
      paper.paint(source);
      given.paint(pixels);
      paper.show(
        isOwn ? t("figure.ownDigit.padLabel") : t("figure.ownDigit.other", { digit: now.picture }),
      );
      clear.hidden = !isOwn;
      const isEmpty = isOwn && now.strokes.length === 0;
      const verdict = judge(net, pixels);
      bars.show(verdict);
      const words = isEmpty ? t("figure.ownDigit.empty") : t("figure.ownDigit.answer", {
        digit: verdict.digit,
        percent: percent(verdict.probabilities[verdict.digit]),
      });
      if (answer.textContent !== words) answer.textContent = words;
      given.canvas.setAttribute("aria-label", `${t("figure.ownDigit.given")}. ${words}`);
    }

    function count() {
      const { change, thicker, swapped, placed } = read();
      const now = JSON.stringify([change, thicker, swapped, placed]);
      if (now === countedFor) return;
      countedFor = now;
      stopCounting();
      counted.dataset.done = "";
      stopCounting = countRight(net, ({ pixels }) => onItsWay(pixels), (right, done, all) => {
        const values = { right, done, all, percent: percent(right / done) };
        const isDone = done === all;
        counted.textContent = t(isDone ? "figure.counted" : "figure.counting", values);
        if (isDone) counted.dataset.done = "yes";
      });
    }

    function show() {
      const now = read();
      select.value = now.picture;
      const { scale, right, down } = now.change;
      [Math.round(scale * 100), right, down, now.thicker].forEach((value, index) =>
        sliders[index].show(value, index === 0 ? `${value} %` : undefined)
      );
      swapped.checked = now.swapped;
      placed.checked = now.placed;
      painting.request();
      count();
    }

    const stops = [
      listen(select, "change", () => state.set({ picture: select.value })),
      listen(swapped, "change", () => state.set({ swapped: swapped.checked })),
      listen(placed, "change", () => state.set({ placed: placed.checked })),
      paper.connect(),
      state.subscribe(show),
      () => painting.cancel(),
      () => stopCounting(),
    ];
    show();
    let isClosed = false;
    oneOfEach().then((digits) => {
      samples = digits;
      if (!isClosed) painting.request();
    });
    return () => {
      isClosed = true;
      stops.forEach((stop) => stop());
    };
  },
};
