/** A digit moved, turned and scaled, before two nets: one has seen such changes while it learned. */

/** @import { Figure } from "../figure.js" */
/** @import { DigitNet } from "../digit_nets.js" */
import { button, element, listen } from "../../core/dom.js";
import { oncePerFrame } from "../../core/frames.js";
import { changed } from "../changed_pictures.js";
import { countRight } from "../counting.js";
import { digitNet, judge } from "../digit_nets.js";
import { within } from "../figure.js";
import { createPicture, percent } from "../picture_view.js";
import { createSlider } from "../slider.js";
import { oneOfEach, SIDE } from "../test_digits.js";

/** Nets side by side. */
const NETS = /** @type {const} */ (["plain", "augmented"]);

/**
 * `shiftRight` and `shiftDown` in pixels, `turn` in degrees against the clock, `shiftSize` in percent.
 *
 * @typedef {{shifted: string, shiftRight: number, shiftDown: number, turn: number, shiftSize: number}} ShiftState
 */

/** @type {Figure<ShiftState>} */
export const shiftTurnScaleFigure = {
  name: "shift-turn-scale",
  defaults: { shifted: "5", shiftRight: 0, shiftDown: 0, turn: 0, shiftSize: 100 },
  mount(root, state, t) {
    /** One digit of each kind. @type {Uint8Array[]} */
    let samples = [];

    function read() {
      const { shifted, shiftRight, shiftDown, turn, shiftSize } = state.get();
      return {
        digit: /^\d$/.test(shifted) ? shifted : "5",
        change: {
          right: Math.round(within(shiftRight, -8, 8, 0)),
          down: Math.round(within(shiftDown, -8, 8, 0)),
          turn: Math.round(within(turn, -180, 180, 0)),
          scale: within(shiftSize, 40, 150, 100) / 100,
        },
      };
    }

    const digits = element(
      "select",
      {},
      ...Array.from({ length: 10 }, (_, digit) => element("option", {}, String(digit))),
    );
    const again = button(t("figure.ownDigit.again"), () => {
      const { shiftRight, shiftDown, turn, shiftSize } = shiftTurnScaleFigure.defaults;
      state.set({ shiftRight, shiftDown, turn, shiftSize });
    });
    const picture = createPicture({ role: "img", "aria-label": t("figure.ownDigit.given") });
    const sliders = [
      createSlider(t("figure.ownDigit.right"), { min: -8, max: 8 }, (shiftRight) => {
        state.set({ shiftRight });
      }),
      createSlider(
        t("figure.ownDigit.down"),
        { min: -8, max: 8 },
        (shiftDown) => state.set({ shiftDown }),
      ),
      createSlider(t("figure.shift.turn"), { min: -180, max: 180, step: 15 }, (turn) => {
        state.set({ turn });
      }),
      createSlider(t("figure.ownDigit.size"), { min: 40, max: 150, step: 10 }, (shiftSize) => {
        state.set({ shiftSize });
      }),
    ];
    const answers = NETS.map((name) => {
      const said = element("p", { class: "answer", role: "status" });
      const counted = element("p", { class: "counted" });
      return {
        name,
        said,
        counted,
        root: element(
          "div",
          { class: "digit-answer" },
          element("h3", {}, t(`figure.shift.net.${name}`)),
          said,
          counted,
        ),
      };
    });
    root.append(
      element(
        "div",
        { class: "digit-figure" },
        element(
          "div",
          { class: "wide digit-choices" },
          element("label", { class: "threshold" }, t("figure.inside.digit"), digits),
          again,
        ),
        element(
          "figure",
          {},
          element("figcaption", {}, t("figure.ownDigit.given")),
          picture.canvas,
        ),
        element("div", { class: "digit-controls" }, ...sliders.map(({ root }) => root)),
        ...answers.map(({ root }) => root),
      ),
    );

    const painting = oncePerFrame(() => {
      const { digit, change } = read();
      const pixels = changed(samples[Number(digit)] ?? new Uint8Array(SIDE * SIDE), change);
      picture.paint(pixels);
      picture.canvas.setAttribute("aria-label", t("figure.shift.picture", { digit }));
      for (const { name, said } of answers) {
        const verdict = judge(digitNet(name), pixels);
        const words = t("figure.inside.answer", {
          digit: verdict.digit,
          percent: percent(verdict.probabilities[verdict.digit]),
        });
        if (said.textContent !== words) said.textContent = words;
      }
    });

    /** @type {(() => void)[]} */
    let counting = [];
    let countedFor = "";
    function count() {
      const { change } = read();
      if (JSON.stringify(change) === countedFor) return;
      countedFor = JSON.stringify(change);
      counting.forEach((stop) => stop());
      counting = answers.map(({ name, counted }) => {
        counted.dataset.done = "";
        const give = (/** @type {{pixels: Uint8Array}} */ { pixels }) => changed(pixels, change);
        return countRight(digitNet(name), give, (right, done, all) => {
          const values = { right, done, all, percent: percent(right / done) };
          counted.textContent = t(done === all ? "figure.counted" : "figure.counting", values);
          if (done === all) counted.dataset.done = "yes";
        });
      });
    }

    function show() {
      const { digit, change } = read();
      digits.value = digit;
      sliders[0].show(change.right);
      sliders[1].show(change.down);
      sliders[2].show(change.turn, t("figure.shift.degrees", { turn: change.turn }));
      sliders[3].show(Math.round(change.scale * 100), percent(change.scale));
      painting.request();
      count();
    }

    const stops = [
      listen(digits, "change", () => state.set({ shifted: digits.value })),
      state.subscribe(show),
      () => painting.cancel(),
      () => counting.forEach((stop) => stop()),
    ];
    show();
    let isClosed = false;
    oneOfEach().then((all) => {
      samples = all;
      if (!isClosed) painting.request();
    });
    return () => {
      isClosed = true;
      stops.forEach((stop) => stop());
    };
  },
};
