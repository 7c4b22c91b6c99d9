/** A number that rolls down a curve, with a learning rate of the reader's choice. */

/** @import { Figure } from "../figure.js" */
import { element } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { descend } from "../descent.js";
import { within } from "../figure.js";
import { createPlane } from "../plane.js";
import { createSlider } from "../slider.js";
import { createStepper } from "../stepper.js";
import { svg } from "../svg.js";

/** The loss (a − 3)², its slope 2 (a − 3). */
const LOWEST = 3;
const lossAt = (/** @type {number} */ a) => (a - LOWEST) ** 2;
const slopeAt = (/** @type {number} */ a) => 2 * (a - LOWEST);

const MOST_STEPS = 200;
const ACROSS = { low: -3, high: 9, every: 1, label: "a" };
const UPWARDS = { low: 0, high: 30, every: 5 };
const START = { min: -2, max: 8, step: 0.5 };
const RATE = { min: 0.01, max: 1.2, step: 0.01 };

/** @typedef {{curveStart: number, curveRate: number, curveSteps: number}} State */

/** @type {Figure<State>} */
export const descentCurveFigure = {
  name: "descent-curve",
  defaults: { curveStart: 5, curveRate: 0.1, curveSteps: 0 },
  mount(place, state, t) {
    function read() {
      const now = state.get();
      const { defaults } = descentCurveFigure;
      return {
        start: within(now.curveStart, START.min, START.max, defaults.curveStart),
        rate: within(now.curveRate, RATE.min, RATE.max, defaults.curveRate),
        numSteps: Math.round(within(now.curveSteps, 0, MOST_STEPS, 0)),
      };
    }

    const start = createSlider(t("figure.descent.start"), START, (value) => {
      state.set({ curveStart: value, curveSteps: 0 });
    });
    const rate = createSlider(t("figure.descent.rate"), RATE, (value) => {
      state.set({ curveRate: value, curveSteps: 0 });
    });
    const stepper = createStepper(t, MOST_STEPS, () => read().numSteps, (numSteps) => {
      state.set({ curveSteps: numSteps });
    });
    const plane = createPlane(ACROSS, { ...UPWARDS, label: t("figure.descent.loss") }, 200, 160);
    const tangent = svg("path", { class: "curve is-tangent" });
    const trail = svg("g");
    const ats = Array.from({ length: 121 }, (_, i) => ACROSS.low + i / 10);
    plane.inside.append(
      svg("path", { class: "curve", d: plane.path(ats.map((a) => [a, lossAt(a)])) }),
      tangent,
      trail,
    );
    const now = element("p", { class: "answer", role: "status" });
    const next = element("p", {});
    place.append(
      element(
        "div",
        { class: "figure-halves" },
        plane.root,
        element(
          "div",
          { class: "figure-side" },
          start.root,
          rate.root,
          stepper.root,
          now,
          next,
        ),
      ),
    );

    function show() {
      const { start: begun, rate: learningRate, numSteps } = read();
      start.show(begun);
      rate.show(learningRate);
      const settings = { name: "sgd", learning_rate: learningRate };
      const places = descend(settings, [begun], ([a]) => [slopeAt(a)], numSteps).flat();
      const a = places[places.length - 1];
      const hasRunAway = places.length <= numSteps;
      const [loss, slope] = [lossAt(a), slopeAt(a)];
      trail.replaceChildren(
        svg("path", {
          class: "trail",
          d: plane.path(places.map((each) => [each, lossAt(each)])),
        }),
        ...places.map((each, index) =>
          svg("circle", {
            cx: plane.x(each),
            cy: plane.y(lossAt(each)),
            r: index === places.length - 1 ? 3.5 : 1.8,
            class: "dot",
          })
        ),
      );
      tangent.setAttribute(
        "d",
        plane.path([-2, 2].map((way) => [a + way, loss + way * slope])),
      );
      const isOutside = loss > UPWARDS.high || a < ACROSS.low || a > ACROSS.high;
      now.textContent = [
        t("figure.descent.now", {
          count: places.length - 1,
          a: toText(a),
          loss: toText(loss),
          slope: toText(slope),
        }),
        isOutside ? t("figure.descent.outside") : "",
      ].join(" ").trim();
      next.textContent = hasRunAway ? t("figure.descent.ranAway") : t("figure.descent.next", {
        a: toText(a),
        rate: toText(learningRate),
        slope: signed(slope),
        then: toText(a - learningRate * slope),
      });
      plane.root.setAttribute("aria-label", now.textContent);
      stepper.show(!hasRunAway);
    }

    show();
    const stops = [start.stop, rate.stop, state.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  },
};
