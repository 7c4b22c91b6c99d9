/** Where the parameters of a net are: a bar for each layer. */

/** @import { Step } from "../../net/architecture.js" */
/** @import { TextKey } from "../texts.js" */
/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { convolutionJson, denseJson, flattenJson, maximumJson } from "../../net/layer_json.js";
import { within } from "../figure.js";
import { stepsOf } from "../layers.js";
import { svg } from "../svg.js";

const ROWS = 28;
const WINDOW = 3;
const CLASSES = 10;

/** Largest number of each field; the smallest is 1. */
const MOST = /** @type {const} */ ({ firstFilters: 128, secondFilters: 128, units: 512 });

/** @typedef {{firstFilters: number, secondFilters: number, units: number, pools: boolean}} BarsState */

/** @type {Figure<BarsState>} */
export const parameterBarsFigure = {
  name: "parameter-bars",
  defaults: { firstFilters: 32, secondFilters: 64, units: 128, pools: true },
  mount(place, state, t) {
    const names = /** @type {(keyof typeof MOST)[]} */ (Object.keys(MOST));

    function read() {
      const now = state.get();
      const whole = (/** @type {keyof typeof MOST} */ name) =>
        Math.round(within(now[name], 1, MOST[name], parameterBarsFigure.defaults[name]));
      const [firstFilters, secondFilters, units] = names.map(whole);
      return { firstFilters, secondFilters, units, pools: now.pools };
    }

    /** @type {(() => void)[]} */
    const stops = [];
    const fields = names.map((name) => {
      const input = element("input", { type: "number", step: 1, min: 1, max: MOST[name] });
      stops.push(listen(input, "input", () => {
        const value = input.valueAsNumber;
        if (Number.isFinite(value)) {
          state.set({ [name]: Math.round(within(value, 1, MOST[name], 1)) });
        }
      }));
      const title = t(/** @type {TextKey} */ (`figure.parameterBars.field.${name}`));
      return { name, input, label: element("label", {}, title, input) };
    });
    const pools = element("input", { type: "checkbox" });
    stops.push(listen(pools, "change", () => state.set({ pools: pools.checked })));
    const bars = element("ul", { class: "layer-bars" });
    const answer = element("p", { class: "answer", role: "status" });
    place.append(element(
      "div",
      { class: "bars-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        ...fields.map(({ label }) => label),
        element("label", {}, pools, t("figure.parameterBars.pools")),
      ),
      bars,
      answer,
    ));

    /** @type {Record<string, (step: Step) => string>} */
    const titles = {
      Conv2D: ({ layer }) => t("figure.parameterBars.convolution", { filters: layer.filters }),
      MaxPooling2D: () => t("figure.parameterBars.pooling"),
      Flatten: ({ outputShape }) => t("figure.parameterBars.flatten", { numbers: outputShape[0] }),
      Dense: ({ layer }) => t("figure.parameterBars.dense", { units: layer.units }),
    };

    function show() {
      const now = read();
      const pool = (/** @type {string} */ name) => now.pools ? [maximumJson(name)] : [];
      const steps = stepsOf([ROWS, ROWS, 1], [
        convolutionJson("first", now.firstFilters, WINDOW),
        ...pool("pool1"),
        convolutionJson("second", now.secondFilters, WINDOW),
        ...pool("pool2"),
        flattenJson(),
        denseJson("dense", now.units),
        denseJson("output", CLASSES),
      ]);
      const most = Math.max(...steps.map(({ numParameters }) => numParameters));
      const all = steps.reduce((sum, { numParameters }) => sum + numParameters, 0);
      bars.replaceChildren(...steps.map((step) => {
        const { outputShape: shape, numParameters: count } = step;
        const bar = svg("rect", { width: 100 * count / most, height: 4, class: "bar" });
        const size = { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" };
        return element(
          "li",
          {},
          element("span", {}, titles[step.layer.kind](step)),
          element("span", { class: "note" }, shape.length > 1 ? shape.join(" × ") : ""),
          element("span", { class: "layer-count" }, t("figure.parameterBars.count", { count })),
          svg("svg", size, bar),
        );
      }));
      const largest = steps.find(({ numParameters }) => numParameters === most) ?? steps[0];
      const share = Math.floor(100 * most / all);
      answer.textContent = t("figure.parameterBars.total", {
        all,
        share,
        layer: titles[largest.layer.kind](largest),
      });
      for (const { name, input } of fields) {
        if (document.activeElement !== input) input.value = String(now[name]);
      }
      pools.checked = now.pools;
    }
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
