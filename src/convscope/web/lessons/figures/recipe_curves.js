/** Recorded trainings: the curves of training and validation, and where they part. */

/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { CIFAR10_CURVES } from "../curves_data.js";
import { within } from "../figure.js";
import { percent } from "../picture_view.js";
import { createSlider } from "../slider.js";
import { svg } from "../svg.js";

const WIDTH = 240;
const HEIGHT = 100;

const RECIPES = /** @type {(keyof typeof CIFAR10_CURVES)[]} */ (Object.keys(CIFAR10_CURVES));

/** Epochs of each training. */
const EPOCHS = CIFAR10_CURVES.plain.loss.length;

/** @typedef {{recipe: string, epoch: number}} RecipeState */

/** @type {Figure<RecipeState>} */
export const recipeCurvesFigure = {
  name: "recipe-curves",
  defaults: { recipe: "plain", epoch: EPOCHS },
  mount(place, state, t) {
    function read() {
      const { recipe, epoch } = state.get();
      return {
        name: RECIPES.find((known) => known === recipe) ?? "plain",
        epoch: Math.round(within(epoch, 1, EPOCHS, EPOCHS)),
      };
    }
    const recipes = element(
      "select",
      {},
      ...RECIPES.map((name) => element("option", { value: name }, t(`figure.recipe.${name}`))),
    );
    const slider = createSlider(t("figure.recipe.epoch"), { min: 1, max: EPOCHS }, (epoch) => {
      state.set({ epoch });
    });
    const answer = element("p", { class: "answer", role: "status" });
    const best = element("p", { class: "best" });
    const training = svg("path", { class: "curve" });
    const validation = svg("path", { class: "curve is-validation" });
    const here = svg("line", { y1: 0, y2: HEIGHT, class: "stop" });
    const picture = svg(
      "svg",
      { viewBox: `-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`, role: "img" },
      svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT, class: "axis" }),
      here,
      training,
      validation,
    );
    place.append(
      element(
        "div",
        { class: "digit-controls" },
        element("label", { class: "threshold" }, t("figure.recipe.recipe"), recipes),
        slider.root,
        picture,
        element("p", { class: "note" }, t("figure.recipe.scale", { epochs: EPOCHS })),
        answer,
        best,
      ),
    );

    function show() {
      const { name, epoch } = read();
      const curves = CIFAR10_CURVES[name];
      const x = (/** @type {number} */ index) => index / (EPOCHS - 1) * WIDTH;
      const path = (/** @type {readonly number[]} */ values) =>
        `M${
          values.map((value, index) =>
            `${x(index).toFixed(2)},${(HEIGHT - value * HEIGHT).toFixed(2)}`
          ).join("L")
        }`;
      training.setAttribute("d", path(curves.accuracy));
      validation.setAttribute("d", path(curves.val_accuracy));
      here.setAttribute("x1", String(x(epoch - 1)));
      here.setAttribute("x2", String(x(epoch - 1)));
      const [of, ofValidation] = [curves.accuracy[epoch - 1], curves.val_accuracy[epoch - 1]];
      answer.textContent = t("figure.recipe.answer", {
        epoch,
        training: percent(of),
        validation: percent(ofValidation),
      });
      const least = Math.min(...curves.val_loss);
      best.textContent = t("figure.recipe.best", {
        epoch: curves.val_loss.indexOf(least) + 1,
        least: least.toFixed(2),
        last: curves.val_loss[EPOCHS - 1].toFixed(2),
      });
      picture.setAttribute("aria-label", answer.textContent);
      recipes.value = name;
      slider.show(epoch);
    }
    show();
    const stops = [
      state.subscribe(show),
      listen(recipes, "change", () => state.set({ recipe: recipes.value })),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
