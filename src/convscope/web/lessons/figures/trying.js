/** Two equations as lines, a guess between them, and better guesses. */

/** @import { Figure } from "../figure.js" */
/** @import { Guess } from "../equations.js" */
import { roundedLine } from "../../core/consistent_rounding.js";
import { element } from "../../core/dom.js";
import { inParentheses, toFixedText, toText } from "../../core/number_text.js";
import { errorOf, improveGuess, pushesAt } from "../equations.js";
import { within } from "../figure.js";
import { createPlane } from "../plane.js";
import { createSlider } from "../slider.js";
import { createStepper } from "../stepper.js";
import { svg } from "../svg.js";

const EQUATIONS = [{ a: 3, b: 2, wanted: 13 }, { a: 5, b: 3, wanted: 21 }];
const RATE = 0.04;
const MOST_ROUNDS = 10_000;

const ACROSS = { low: -1, high: 7, every: 1, label: "x" };
const UPWARDS = { low: -2, high: 6, every: 1, label: "y" };
const RANGES = {
  guessX: { min: ACROSS.low, max: ACROSS.high, step: 0.1 },
  guessY: { min: UPWARDS.low, max: UPWARDS.high, step: 0.1 },
};

/** Significant digits of a left side, and of the change that follows from both. */
const NUM_DIGITS = 5;
const PUSH_DIGITS = 3;

/** Guesses of a long way that are drawn; all of a short one are. */
const MOST_DRAWN = 300;

/** @typedef {{guessX: number, guessY: number, guessRounds: number}} State the guess to begin with */

/** @type {Figure<State>} */
export const tryingFigure = {
  name: "trying",
  defaults: { guessX: 4, guessY: 0, guessRounds: 0 },
  mount(place, state, t) {
    /** @returns {{start: Guess, numRounds: number}} */
    function read() {
      const now = state.get();
      const { defaults } = tryingFigure;
      const usable = (/** @type {keyof typeof RANGES} */ key) =>
        within(now[key], RANGES[key].min, RANGES[key].max, defaults[key]);
      return {
        start: [usable("guessX"), usable("guessY")],
        numRounds: Math.round(within(now.guessRounds, 0, MOST_ROUNDS, 0)),
      };
    }

    const x = createSlider(t("figure.trying.x"), RANGES.guessX, (value) => {
      state.set({ guessX: value, guessRounds: 0 });
    });
    const y = createSlider(t("figure.trying.y"), RANGES.guessY, (value) => {
      state.set({ guessY: value, guessRounds: 0 });
    });
    const stepper = createStepper(
      t,
      MOST_ROUNDS,
      () => read().numRounds,
      (numRounds) => state.set({ guessRounds: numRounds }),
      { label: "figure.rounds", strides: [1, 10, 100, 1000] },
    );
    const plane = createPlane(ACROSS, UPWARDS, 160, 160);
    const trail = svg("g");
    plane.inside.append(
      ...EQUATIONS.map(({ a, b, wanted }, index) =>
        svg("path", {
          class: index ? "curve is-best" : "curve",
          d: plane.path([ACROSS.low, ACROSS.high].map((at) => [at, (wanted - a * at) / b])),
        })
      ),
      trail,
    );
    const now = element("p", { class: "answer", role: "status" });
    const lines = EQUATIONS.map(() => element("p", {}));
    const together = element("p", {});
    const pushes = [element("p", {}), element("p", {})];
    place.append(
      element(
        "div",
        { class: "figure-halves" },
        plane.root,
        element("div", { class: "figure-side" }, x.root, y.root, stepper.root, now),
      ),
      element("div", { class: "figure-side" }, ...lines, together, ...pushes),
    );

    function show() {
      const { start, numRounds } = read();
      x.show(start[0]);
      y.show(start[1]);
      const guesses = improveGuess(EQUATIONS, start, RATE, numRounds);
      const guess = guesses[numRounds];
      const every = Math.ceil(guesses.length / MOST_DRAWN);
      const drawn = guesses.filter((_, index) => index % every === 0 || index === numRounds);
      trail.replaceChildren(
        svg("path", { class: "trail", d: plane.path(drawn) }),
        svg("circle", { cx: plane.x(guess[0]), cy: plane.y(guess[1]), r: 3.5, class: "dot" }),
      );
      const shown = (/** @type {number} */ value) => toFixedText(value, 3);
      now.textContent = t("figure.trying.now", {
        count: numRounds,
        x: shown(guess[0]),
        y: shown(guess[1]),
      });
      const errors = EQUATIONS.map((equation) => errorOf(equation, guess));
      EQUATIONS.forEach(({ a, b, wanted }, index) => {
        const left = (/** @type {readonly number[]} */ [forX, forY]) => a * forX + b * forY;
        const line = roundedLine(guess, left, left(guess), NUM_DIGITS);
        const [atX, atY] = line.operands.map(inParentheses);
        lines[index].textContent = t("figure.trying.equation", {
          a,
          b,
          wanted,
          x: atX,
          y: atY,
          left: line.result,
          error: toText(errors[index], PUSH_DIGITS),
        });
      });
      together.textContent = t("figure.trying.together", {
        sum: toText(errors.reduce((sum, error) => sum + error * error, 0), 3),
      });
      const names = /** @type {const} */ (["a", "b"]);
      pushesAt(EQUATIONS, guess).forEach((push, axis) => {
        const [first, second] = EQUATIONS.map((equation) => equation[names[axis]]);
        const change = (/** @type {readonly number[]} */ [one, other]) =>
          -RATE * (first * one + second * other);
        const line = roundedLine(errors, change, -RATE * push, PUSH_DIGITS);
        const [firstError, secondError] = line.operands.map(inParentheses);
        pushes[axis].textContent = t("figure.trying.push", {
          unknown: "xy"[axis],
          first,
          second,
          firstError,
          secondError,
          rate: toText(RATE),
          change: line.result,
        });
      });
      plane.root.setAttribute("aria-label", `${t("figure.trying.lines")} ${now.textContent}`);
      stepper.show(true);
    }

    show();
    const stops = [x.stop, y.stop, state.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  },
};
