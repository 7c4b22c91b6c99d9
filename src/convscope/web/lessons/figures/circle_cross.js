/** A net that tells a circle from a cross: draw, read every sum, train it, see what it looks for. */

/** @import { Figure } from "../figure.js" */
/** @import { NeuronAtWork } from "../circle_cross.js" */
import { button, element, listen } from "../../core/dom.js";
import { add, roundedGrids, roundedLine } from "../../core/consistent_rounding.js";
import { inParentheses, toFixedText, toText } from "../../core/number_text.js";
import {
  circleCrossTraining,
  CLASSES,
  EXAMPLES,
  neuronsAt,
  NUM_HIDDEN,
  SHAPES,
  SIZE,
} from "../circle_cross.js";
import { within } from "../figure.js";
import { createSlider } from "../slider.js";
import { createStepper } from "../stepper.js";

const MOST_STEPS = 500;
const SEEDS = { min: 0, max: 9, step: 1 };
const DRAWING = SHAPES.circle.join("");

/** Neurons by the name in the address, in the order of the layers. */
const NEURONS = [
  ...Array.from({ length: NUM_HIDDEN }, (_, index) => `hidden${index + 1}`),
  ...CLASSES,
];

/** What the classes are called. */
const NAMES = /** @type {const} */ ({
  circle: "figure.circle.circle",
  cross: "figure.circle.cross",
});

/** How strong the colour of the largest weight is; figures are written on it. */
const STRONGEST = 0.4;

/** Significant digits of a sum. */
const NUM_DIGITS = 3;

const shown = (/** @type {number} */ value) => toFixedText(value, 2);

/**
 * `circleDrawing`: a digit for each square, 1 for ink; `circleNeuron`: whose sum is written out.
 *
 * @typedef {{circleDrawing: string, circleSeed: number, circleSteps: number, circleNeuron: string}}
 *   State
 */

/** @type {Figure<State>} */
export const circleCrossFigure = {
  name: "circle-cross",
  defaults: { circleDrawing: DRAWING, circleSeed: 0, circleSteps: 0, circleNeuron: NEURONS[0] },
  mount(place, state, t) {
    function read() {
      const now = state.get();
      const isDrawing = /^[01]{9}$/.test(now.circleDrawing);
      return {
        picture: [...(isDrawing ? now.circleDrawing : DRAWING)].map(Number),
        seed: Math.round(within(now.circleSeed, SEEDS.min, SEEDS.max, 0)),
        numSteps: Math.round(within(now.circleSteps, 0, MOST_STEPS, 0)),
        neuron: NEURONS.includes(now.circleNeuron) ? now.circleNeuron : NEURONS[0],
      };
    }

    let training = circleCrossTraining(read().seed);
    let trained = { seed: read().seed, numSteps: 0 };
    /** @param {number} seed @param {number} numSteps */
    function train(seed, numSteps) {
      if (seed !== trained.seed || numSteps < trained.numSteps) {
        training = circleCrossTraining(seed);
        trained = { seed, numSteps: 0 };
      }
      for (; trained.numSteps < numSteps; trained.numSteps++) training.step();
    }

    const draw = (/** @type {readonly number[]} */ picture) =>
      state.set({ circleDrawing: picture.join("") });
    const squares = Array.from({ length: SIZE * SIZE }, (_, at) => {
      const [row, column] = [Math.floor(at / SIZE) + 1, at % SIZE + 1];
      const press = () => draw(read().picture.map((ink, square) => square === at ? 1 - ink : ink));
      return button("", press, { "aria-label": t("figure.circle.square", { row, column }) });
    });
    const nameOf = (/** @type {string} */ neuron) => {
      const name = CLASSES.find((each) => each === neuron);
      return name
        ? t("figure.circle.output", { name: t(NAMES[name]) })
        : t("figure.circle.hidden", { number: NEURONS.indexOf(neuron) + 1 });
    };
    const verdict = element("p", { class: "answer", role: "status" });
    const bars = CLASSES.map((name) => {
      const bar = element("span", { class: "output-bar" });
      const value = element("output", {});
      const row = element(
        "div",
        { class: "output-row" },
        element("span", {}, t(NAMES[name])),
        element("span", { class: "output-box", "aria-hidden": true }, bar),
        value,
      );
      return { bar, value, row };
    });
    const seed = createSlider(t("figure.circle.seed"), SEEDS, (value) => {
      state.set({ circleSeed: value, circleSteps: 0 });
    });
    const stepper = createStepper(t, MOST_STEPS, () => read().numSteps, (numSteps) => {
      state.set({ circleSteps: numSteps });
    });
    const progress = element("p", { role: "status" });
    const cards = Array.from({ length: NUM_HIDDEN }, (_, index) => {
      const table = element("table", { class: "weights" });
      const told = element("p", {});
      const card = element(
        "div",
        { class: "figure-card" },
        element("h3", {}, nameOf(NEURONS[index])),
        table,
        told,
      );
      return { table, told, card };
    });
    const chosen = element(
      "select",
      {},
      ...NEURONS.map((name) => element("option", { value: name }, nameOf(name))),
    );
    const products = element("table", { class: "products is-wrapped" });
    const sum = element("p", { class: "sums" });
    place.append(
      element(
        "div",
        { class: "circle-figure" },
        element(
          "div",
          { class: "figure-side" },
          element(
            "div",
            { class: "square-pad", role: "group", "aria-label": t("figure.circle.pad") },
            ...squares,
          ),
          element(
            "div",
            { class: "tools" },
            ...CLASSES.map((name) => button(t(NAMES[name]), () => draw(SHAPES[name]))),
            button(t("figure.circle.empty"), () => draw(SHAPES.circle.map(() => 0))),
          ),
        ),
        element(
          "div",
          { class: "figure-side" },
          verdict,
          ...bars.map(({ row }) => row),
          seed.root,
          stepper.root,
          progress,
        ),
      ),
      element("p", { class: "figure-head" }, t("figure.circle.weights")),
      element("div", { class: "figure-cards" }, ...cards.map(({ card }) => card)),
      element("label", { class: "choice" }, t("figure.circle.sumOf"), chosen),
      products,
      sum,
    );

    function show() {
      const { picture, seed: start, numSteps, neuron } = read();
      train(start, numSteps);
      const [atCircle, atCross] = CLASSES.map((name) => neuronsAt(training, SHAPES[name]).hidden);
      const { hidden, answer } = neuronsAt(training, picture);
      squares.forEach((square, at) => square.setAttribute("aria-pressed", String(!!picture[at])));
      seed.show(start);
      const winner = answer[0].output > answer[1].output ? 0 : 1;
      verdict.textContent = t("figure.circle.verdict", {
        name: t(NAMES[CLASSES[winner]]),
      });
      bars.forEach(({ bar, value }, index) => {
        bar.style.width = `${100 * answer[index].output}%`;
        value.textContent = shown(answer[index].output);
      });
      const largest = Math.max(...hidden.flatMap(({ weights }) => weights.map(Math.abs)));
      cards.forEach(({ table, told }, index) => {
        table.replaceChildren(
          ...rowsOf(hidden[index].weights, SIZE).map((row) =>
            element("tr", {}, ...row.map((weight) => weightCell(weight, weight / largest)))
          ),
        );
        told.textContent = t("figure.circle.forBoth", {
          circle: shown(atCircle[index].output),
          cross: shown(atCross[index].output),
        });
      });
      chosen.value = neuron;
      sumOf([...hidden, ...answer][NEURONS.indexOf(neuron)]);
      const { loss, accuracy } = training.evaluate(EXAMPLES);
      progress.textContent = t("figure.circle.progress", {
        count: numSteps,
        loss: toText(Number(loss.toPrecision(2))),
        right: Math.round(accuracy * EXAMPLES.labels.length),
        all: EXAMPLES.labels.length,
      });
      stepper.show(true);
    }

    /** @param {NeuronAtWork} neuron */
    function sumOf({ inputs, weights, bias, excess, output }) {
      const { left, right, products: made } = roundedGrids(inputs, weights);
      const cells = made.map((product, i) =>
        element(
          "td",
          {},
          `${left[i]} × ${inParentheses(right[i])}`,
          element("br"),
          `= ${product}`,
        )
      );
      products.replaceChildren(...rowsOf(cells, SIZE).map((row) => element("tr", {}, ...row)));
      const line = roundedLine([excess - bias, bias], add, excess, NUM_DIGITS);
      sum.textContent = t("figure.circle.sum", {
        sum: line.operands[0],
        bias: inParentheses(line.operands[1]),
        excess: line.result,
        output: shown(output),
      });
    }

    show();
    const stops = [
      seed.stop,
      listen(chosen, "change", () => state.set({ circleNeuron: chosen.value })),
      state.subscribe(show),
    ];
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {number} weight @param {number} share of the largest weight, −1 to 1 */
function weightCell(weight, share) {
  const cell = element("td", { class: share < 0 ? "is-negative" : "" }, shown(weight));
  cell.style.setProperty("--strength", String(STRONGEST * Math.abs(share)));
  return cell;
}

/**
 * @template Value
 * @param {readonly Value[]} values
 * @param {number} width
 * @returns {Value[][]}
 */
function rowsOf(values, width) {
  return Array.from(
    { length: values.length / width },
    (_, row) => values.slice(row * width, (row + 1) * width),
  );
}
