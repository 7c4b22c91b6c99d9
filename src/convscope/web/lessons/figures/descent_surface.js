/** A line that learns: its slope and intercept roll down a surface, while it turns to the points. */

/** @import { Figure } from "../figure.js" */
/** @import { Line, Point } from "../straight_line.js" */
import { element } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { descend } from "../descent.js";
import { within } from "../figure.js";
import { createPlane } from "../plane.js";
import { createSlider } from "../slider.js";
import { createStepper } from "../stepper.js";
import { leastSquares, lineGradient, squaredErrors } from "../straight_line.js";
import { svg } from "../svg.js";

/** Hours and marks of the pupils of lesson 1. @type {readonly Point[]} */
const POINTS = [[1, 2], [2, 3], [3, 5], [4, 4], [5, 6]];

const MOST_STEPS = 500;
const SLOPE = { low: -1, high: 3, every: 0.5 };
const INTERCEPT = { low: -2, high: 4, every: 1 };
const RATE = { min: 0.005, max: 0.1, step: 0.005 };

/** Losses whose places are joined, above the least one. */
const LEVELS = [0.02, 0.1, 0.5, 2, 5, 10, 20, 40];

const meanLoss = (/** @type {Line} */ line) => squaredErrors(line, POINTS) / POINTS.length;
const lineOf = (/** @type {readonly number[]} */ [slope, intercept]) => ({ slope, intercept });

/** @typedef {{surfaceRate: number, surfaceSteps: number}} State */

/** @type {Figure<State>} */
export const descentSurfaceFigure = {
  name: "descent-surface",
  defaults: { surfaceRate: 0.05, surfaceSteps: 0 },
  mount(place, state, t) {
    function read() {
      const { surfaceRate, surfaceSteps } = state.get();
      return {
        rate: within(surfaceRate, RATE.min, RATE.max, descentSurfaceFigure.defaults.surfaceRate),
        numSteps: Math.round(within(surfaceSteps, 0, MOST_STEPS, 0)),
      };
    }

    const rate = createSlider(t("figure.descent.rate"), RATE, (value) => {
      state.set({ surfaceRate: value, surfaceSteps: 0 });
    });
    const stepper = createStepper(t, MOST_STEPS, () => read().numSteps, (numSteps) => {
      state.set({ surfaceSteps: numSteps });
    });
    const surface = createPlane(
      { ...SLOPE, label: t("figure.line.slope") },
      { ...INTERCEPT, label: t("figure.line.intercept") },
      160,
      160,
    );
    const picture = createPlane(
      { low: 0, high: 6, every: 1, label: t("figure.line.hours") },
      { low: -1, high: 9, every: 1, label: t("figure.line.marks") },
      160,
      160,
    );
    const best = leastSquares(POINTS);
    const trail = svg("g");
    surface.inside.append(
      ...LEVELS.map((level) =>
        svg("path", { class: "level", d: surface.path(ellipse(best, level)) })
      ),
      trail,
    );
    const line = svg("path", { class: "curve" });
    picture.inside.append(
      line,
      ...POINTS.map(([x, y]) =>
        svg("circle", { cx: picture.x(x), cy: picture.y(y), r: 2.6, class: "dot" })
      ),
    );
    const now = element("p", { class: "answer", role: "status" });
    const gradient = element("p", {});
    place.append(
      element("div", { class: "figure-halves" }, surface.root, picture.root),
      element("div", { class: "figure-side" }, rate.root, stepper.root, now, gradient),
    );

    function show() {
      const { rate: learningRate, numSteps } = read();
      rate.show(learningRate);
      const settings = { name: "sgd", learning_rate: learningRate };
      const gradientAt = (/** @type {readonly number[]} */ at) => lineGradient(lineOf(at), POINTS);
      const places = descend(settings, [0, 0], gradientAt, numSteps);
      const hasRunAway = places.length <= numSteps;
      const at = places[places.length - 1];
      const reached = lineOf(at);
      const joined = /** @type {[number, number][]} */ (places);
      trail.replaceChildren(
        svg("path", { class: "trail", d: surface.path(joined) }),
        svg("circle", { cx: surface.x(at[0]), cy: surface.y(at[1]), r: 3.5, class: "dot" }),
      );
      line.setAttribute(
        "d",
        picture.path([0, 6].map((x) => [x, reached.slope * x + reached.intercept])),
      );
      now.textContent = t("figure.surface.now", {
        count: places.length - 1,
        slope: toText(reached.slope),
        intercept: signed(reached.intercept),
        loss: toText(meanLoss(reached)),
      });
      const [bySlope, byIntercept] = gradientAt(at);
      gradient.textContent = hasRunAway ? t("figure.descent.ranAway") : t(
        "figure.surface.gradient",
        { slope: toText(bySlope), intercept: toText(byIntercept) },
      );
      surface.root.setAttribute("aria-label", `${t("figure.surface.levels")} ${now.textContent}`);
      picture.root.setAttribute("aria-label", now.textContent);
      stepper.show(!hasRunAway);
    }

    show();
    const stops = [rate.stop, state.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  },
};

/**
 * Returns the places around the best line whose loss is larger than the least one by `level`.
 *
 * The loss grows by s² · mean of x² + 2 s c · mean of x + c², for a slope that is s and an
 * intercept that is c away.
 *
 * @param {Line} best
 * @param {number} level
 * @returns {[number, number][]} slope and intercept
 */
function ellipse(best, level) {
  const mean = POINTS.reduce((sum, [x]) => sum + x, 0) / POINTS.length;
  const spread = POINTS.reduce((sum, [x]) => sum + (x - mean) ** 2, 0) / POINTS.length;
  return Array.from({ length: 121 }, (_, i) => {
    const angle = i / 60 * Math.PI;
    const slope = Math.sqrt(level / spread) * Math.cos(angle);
    const intercept = Math.sqrt(level) * Math.sin(angle) - mean * slope;
    return [best.slope + slope, best.intercept + intercept];
  });
}
