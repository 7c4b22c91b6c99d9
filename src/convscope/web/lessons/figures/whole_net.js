/** A whole net as a table: every layer's shape and parameters, and the steps of an epoch. */

/** @import { Figure } from "../figure.js" */
import { shapeText } from "../../core/arrays.js";
import { element } from "../../core/dom.js";
import { within } from "../figure.js";
import { createSlider } from "../slider.js";
import { wholeNet } from "../whole_net.js";

/** Images of MNIST that are left for training, without a tenth for validation. */
const NUM_TRAIN = 54_000;
const SIDE = 28;

/** @typedef {{first: number, second: number, kernel: number, batch: number}} WholeNetState */

/** @type {Figure<WholeNetState>} */
export const wholeNetFigure = {
  name: "whole-net",
  defaults: { first: 32, second: 64, kernel: 3, batch: 128 },
  mount(place, state, t) {
    function read() {
      const { first, second, kernel, batch } = state.get();
      return {
        first: Math.round(within(first, 1, 64, 32)),
        second: Math.round(within(second, 1, 128, 64)),
        kernel: Math.round(within(kernel, 1, 7, 3)),
        batch: Math.round(within(batch, 1, 512, 128)),
      };
    }

    const sliders = [
      createSlider(t("figure.whole.first"), { min: 1, max: 64 }, (first) => state.set({ first })),
      createSlider(t("figure.whole.second"), { min: 1, max: 128 }, (second) => {
        state.set({ second });
      }),
      createSlider(t("figure.whole.kernel"), { min: 1, max: 7 }, (kernel) => {
        state.set({ kernel });
      }),
      createSlider(t("figure.whole.batch"), { min: 1, max: 512 }, (batch) => state.set({ batch })),
    ];
    const body = element("tbody", {});
    const answer = element("p", { class: "answer", role: "status" });
    const steps = element("p", { class: "steps" });
    place.append(
      element(
        "div",
        { class: "digit-controls" },
        ...sliders.map(({ root }) => root),
        element(
          "table",
          { class: "layers" },
          element("caption", {}, t("figure.whole.caption")),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...(/** @type {const} */ (["layer", "shape", "parameters"])).map((name) =>
                element("th", { scope: "col" }, t(`figure.whole.${name}`))
              ),
            ),
          ),
          body,
        ),
        answer,
        steps,
      ),
    );

    function show() {
      const now = read();
      const net = wholeNet({ side: SIDE, ...now });
      body.replaceChildren(...net.steps.map(({ layer, outputShape, numParameters }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, layer.kind),
          element("td", {}, shapeText(outputShape)),
          element("td", {}, t("figure.whole.number", { number: numParameters })),
        )
      ));
      const total = net.steps.reduce((sum, { numParameters }) => sum + numParameters, 0);
      answer.textContent = t("figure.whole.total", { total });
      steps.textContent = t("figure.whole.steps", {
        images: NUM_TRAIN,
        batch: now.batch,
        steps: Math.ceil(NUM_TRAIN / now.batch),
      });
      [now.first, now.second, now.kernel, now.batch].forEach((value, index) =>
        sliders[index].show(value, index === 2 ? `${value} × ${value}` : undefined)
      );
    }
    show();
    return state.subscribe(show);
  },
};
