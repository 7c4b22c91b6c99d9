/** Three optimizers side by side, each with five seeds as five lines. */

/** @import { Figure } from "../figure.js" */
import { element } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { circleCrossTraining, EXAMPLES } from "../circle_cross.js";
import { within } from "../figure.js";
import { createPlane } from "../plane.js";
import { createSlider } from "../slider.js";
import { svg } from "../svg.js";

const NUM_STEPS = 100;
const NUM_SEEDS = 5;
const MOMENTUM = 0.9;
const SEEDS = { min: 0, max: 95, step: 5 };
const SGD_RATE = { min: 0.1, max: 5, step: 0.1 };
const ADAM_RATE = { min: 0.01, max: 1, step: 0.01 };

const OPTIMIZERS = /** @type {const} */ ([
  { name: "figure.seeds.sgd", rate: "seedsRate", settings: { name: "sgd" } },
  {
    name: "figure.seeds.momentum",
    rate: "seedsRate",
    settings: { name: "sgd", momentum: MOMENTUM },
  },
  { name: "figure.seeds.adam", rate: "seedsAdamRate", settings: { name: "adam" } },
]);

/** @typedef {{seedsFirst: number, seedsRate: number, seedsAdamRate: number}} State */

/** @type {Figure<State>} */
export const fiveSeedsFigure = {
  name: "five-seeds",
  defaults: { seedsFirst: 0, seedsRate: 0.5, seedsAdamRate: 0.05 },
  mount(place, state, t) {
    function read() {
      const now = state.get();
      const { defaults } = fiveSeedsFigure;
      return {
        seedsFirst: Math.round(within(now.seedsFirst, SEEDS.min, SEEDS.max, 0)),
        seedsRate: within(now.seedsRate, SGD_RATE.min, SGD_RATE.max, defaults.seedsRate),
        seedsAdamRate: within(
          now.seedsAdamRate,
          ADAM_RATE.min,
          ADAM_RATE.max,
          defaults.seedsAdamRate,
        ),
      };
    }

    const first = createSlider(t("figure.seeds.first"), SEEDS, (value) => {
      state.set({ seedsFirst: value });
    });
    const rate = createSlider(t("figure.seeds.rate"), SGD_RATE, (value) => {
      state.set({ seedsRate: value });
    });
    const adamRate = createSlider(t("figure.seeds.adamRate"), ADAM_RATE, (value) => {
      state.set({ seedsAdamRate: value });
    });
    const charts = OPTIMIZERS.map(({ name }) => {
      const plane = createPlane(
        { low: 0, high: NUM_STEPS, every: 50, label: t("figure.seeds.steps") },
        { low: 0, high: 0.4, every: 0.1, label: t("figure.descent.loss") },
        100,
        100,
      );
      const told = element("p", {});
      const card = element(
        "div",
        { class: "figure-card" },
        element("h3", {}, t(name)),
        plane.root,
        told,
      );
      return { plane, told, card };
    });
    place.append(
      element("div", { class: "figure-cards" }, ...charts.map(({ card }) => card)),
      element("div", { class: "figure-side" }, first.root, rate.root, adamRate.root),
    );

    /** Losses of trainings that have been run, by optimizer, rate and seed. */
    const known = /** @type {Map<string, number[]>} */ (new Map());
    /** @param {number} at which optimizer @param {number} learningRate @param {number} seed */
    function lossesOf(at, learningRate, seed) {
      const key = `${at} ${learningRate} ${seed}`;
      const found = known.get(key) ?? train({
        ...OPTIMIZERS[at].settings,
        learning_rate: learningRate,
      }, seed);
      known.set(key, found);
      return found;
    }

    function show() {
      const now = read();
      first.show(
        now.seedsFirst,
        t("figure.seeds.range", { first: now.seedsFirst, last: now.seedsFirst + NUM_SEEDS - 1 }),
      );
      rate.show(now.seedsRate);
      adamRate.show(now.seedsAdamRate);
      charts.forEach(({ plane, told }, at) => {
        const lines = Array.from(
          { length: NUM_SEEDS },
          (_, index) => lossesOf(at, now[OPTIMIZERS[at].rate], now.seedsFirst + index),
        );
        plane.inside.replaceChildren(...lines.map((losses) =>
          svg("path", {
            class: "thin-curve",
            d: plane.path(losses.map((loss, step) => [step, loss])),
          })
        ));
        const ends = lines.map((losses) => losses[losses.length - 1]);
        told.textContent = t("figure.seeds.ends", {
          count: NUM_STEPS,
          least: toText(Math.min(...ends), 2),
          most: toText(Math.max(...ends), 2),
        });
        plane.root.setAttribute("aria-label", told.textContent);
      });
    }

    show();
    const stops = [first.stop, rate.stop, adamRate.stop, state.subscribe(show)];
    return () => stops.forEach((stop) => stop());
  },
};

/**
 * @param {import("../../learning/optimizers.js").OptimizerSettings} settings
 * @param {number} seed
 * @returns {number[]} the loss before each step, and behind the last one
 */
function train(settings, seed) {
  const training = circleCrossTraining(seed, settings);
  const losses = Array.from({ length: NUM_STEPS }, () => training.step().loss);
  return [...losses, training.evaluate(EXAMPLES).loss];
}
