/** A neuron whose every number can be changed, with the curve of its output. */

/** @import { Figure } from "../figure.js" */
/** @import { Output } from "../arithmetic.js" */
import { element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { neuron, outputOf, OUTPUTS } from "../arithmetic.js";
import { within } from "../figure.js";
import { svg } from "../svg.js";

/** The largest number that a field takes, either way. */
const MOST = 20;

/** How far the curve goes from an excess of zero. */
const REACH = 6;
const HEIGHT = 60;

/** @typedef {{inputs: number[], weights: number[], threshold: number, output: string}} NeuronState */

/** @type {Figure<NeuronState>} */
export const neuronFigure = {
  name: "neuron",
  defaults: { inputs: [1, 2, 3], weights: [1, 1, 1], threshold: 5, output: "step" },
  mount(place, state, t) {
    /** @returns {{inputs: number[], weights: number[], threshold: number, output: Output}} */
    function read() {
      const { inputs, weights, threshold, output } = state.get();
      const { defaults } = neuronFigure;
      const usable = (/** @type {unknown[]} */ values, /** @type {number[]} */ otherwise) =>
        otherwise.map((value, i) => within(values[i], -MOST, MOST, value));
      return {
        inputs: usable(inputs, defaults.inputs),
        weights: usable(weights, defaults.weights),
        threshold: within(threshold, -MOST, MOST, defaults.threshold),
        output: Object.hasOwn(OUTPUTS, output) ? /** @type {Output} */ (output) : "step",
      };
    }

    /** @type {(() => void)[]} */
    const cleanUps = [];
    /** @param {string} label @param {number} value @param {(value: number) => void} change */
    function field(label, value, change) {
      const input = element("input", { type: "number", "aria-label": label, step: 1, value });
      input.min = String(-MOST);
      input.max = String(MOST);
      cleanUps.push(listen(input, "input", () => {
        if (Number.isFinite(input.valueAsNumber)) {
          change(within(input.valueAsNumber, -MOST, MOST, 0));
        }
      }));
      return input;
    }

    const begun = read();
    const products = begun.inputs.map((input, index) => {
      const product = element("output", {});
      const change = (/** @type {"inputs" | "weights"} */ key) => (/** @type {number} */ value) =>
        state.set({ [key]: read()[key].map((old, at) => at === index ? value : old) });
      const number = index + 1;
      const row = element(
        "div",
        { class: "term" },
        element("span", { class: "term-name" }, t("figure.neuron.input", { number })),
        field(t("figure.neuron.input", { number }), input, change("inputs")),
        element("span", { "aria-hidden": true }, "×"),
        field(t("figure.neuron.weight", { number }), begun.weights[index], change("weights")),
        product,
      );
      return { row, product };
    });
    const outputs = element(
      "select",
      {},
      ...Object.keys(OUTPUTS).map((name) =>
        element(
          "option",
          { value: name, selected: name === begun.output },
          t(/** @type {any} */ (`figure.neuron.output.${name}`)),
        )
      ),
    );
    cleanUps.push(listen(outputs, "change", () => state.set({ output: outputs.value })));
    const threshold = field(t("figure.neuron.threshold"), begun.threshold, (value) => {
      state.set({ threshold: value });
    });
    const sums = element("p", { class: "sums" });
    const answer = element("p", { class: "answer", role: "status" });
    const curve = svg("path", { class: "curve" });
    const dot = svg("circle", { r: 2.5, class: "dot" });
    const zero = svg("line", { x1: 60, x2: 60, y1: 0, y2: HEIGHT, class: "axis" });
    const picture = svg(
      "svg",
      { viewBox: `-4 -4 128 ${HEIGHT + 8}`, role: "img" },
      zero,
      svg("line", { x1: 0, x2: 120, y1: HEIGHT, y2: HEIGHT, class: "axis" }),
      curve,
      dot,
    );
    const scale = element("p", { class: "note" });
    place.append(
      element(
        "div",
        { class: "neuron-figure" },
        element(
          "div",
          { class: "neuron-numbers" },
          ...products.map(({ row }) => row),
          element("label", { class: "threshold" }, t("figure.neuron.threshold"), threshold),
          element("label", { class: "threshold" }, t("figure.neuron.outputKind"), outputs),
        ),
        element("div", { class: "neuron-answer" }, sums, answer, picture, scale),
      ),
    );

    function show() {
      const now = read();
      const { terms, sum, excess, output } = neuron(
        now.inputs,
        now.weights,
        now.threshold,
        now.output,
      );
      products.forEach(({ product }, index) => product.textContent = `= ${toText(terms[index])}`);
      sums.textContent = t("figure.neuron.sums", {
        terms: terms.map((term, index) => index ? signed(term) : toText(term)).join(" + "),
        sum: toText(sum),
        threshold: signed(now.threshold),
        excess: toText(excess),
      });
      const shown = toText(output);
      answer.textContent = t("figure.neuron.answer", { output: shown });
      const most = now.output === "ramp" ? REACH : 1;
      const x = (/** @type {number} */ at) => 60 + at / REACH * 60;
      const y = (/** @type {number} */ value) => HEIGHT - Math.min(value / most, 1) * HEIGHT;
      const points = Array.from({ length: 241 }, (_, i) => (i - 120) / 120 * REACH)
        .map((at) => `${x(at).toFixed(2)},${y(outputOf(at, now.output)).toFixed(2)}`);
      curve.setAttribute("d", `M${points.join("L")}`);
      const shownExcess = Math.min(Math.max(excess, -REACH), REACH);
      dot.setAttribute("cx", String(x(shownExcess)));
      dot.setAttribute("cy", String(y(outputOf(shownExcess, now.output))));
      picture.setAttribute(
        "aria-label",
        t("figure.neuron.curve", { excess: toText(excess), output: shown }),
      );
      scale.textContent = t("figure.neuron.scale", { reach: REACH, most });
      const fields = [...place.querySelectorAll("input")];
      const numbers = [
        ...now.inputs.flatMap((input, i) => [input, now.weights[i]]),
        now.threshold,
      ];
      fields.forEach((input, index) => {
        if (document.activeElement !== input) input.value = String(numbers[index]);
      });
      outputs.value = now.output;
    }
    show();
    cleanUps.push(state.subscribe(show));
    return () => cleanUps.forEach((cleanUp) => cleanUp());
  },
};
